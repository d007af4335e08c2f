import { messageTable } from '../../model/text/message.ts';

/** What the air cannot be computed for. */
export const airMessage = messageTable({
  calm: {
    zh: 'windMps：应不小于 {least} m/s，现为 {got} m/s。静风时烟团原地打转，这种算法不成立；请按现场情况人工判断，或填写起风后的风速',
    en: 'windMps: expected {least} m/s or more, got {got} m/s: in a calm the gas stays and drifts anywhere, and this method does not hold; judge on the spot, or enter the wind once there is one',
  },
  'nothing-read': {
    zh: 'readings：应有读数大于 0，现全为 0。没有读到的地方只能排除，不能指出源在哪里',
    en: 'readings: expected a reading above 0, got none: places where nothing is read tell only where the source is not',
  },
  'nowhere-upwind': {
    zh: 'readings：范围内没有一处的排放能到达读数的地点。请核对风向，或改用更大的城市范围',
    en: 'readings: expected a place of the city whose gas comes to the readings, got none: check the wind, or use a city of a greater extent',
  },
  'no-wind': {
    zh: 'wind：应有一个带风速与风向的“气象”图层，实际没有。请在数据角色中指定，或改为自填风',
    en: 'wind: expected a layer with the role of weather that tells speed and direction, got none: give one that role, or state the wind',
  },
});
