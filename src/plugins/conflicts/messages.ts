import { messageTable } from '../../../model/text/message.ts';

/** What the desk of plans refuses. */
export const conflictsMessage = messageTable({
  'keep-refused': {
    zh: '浏览器不允许在本机存储（{reason}），请另存为文件',
    en: 'the browser does not save it here ({reason}); save a file instead',
  },
  'no-name': { zh: '请先填写姓名', en: 'enter your name first' },
  'no-draft': { zh: '请先选择处理意见', en: 'choose a way to settle it first' },
  'same-code': { zh: '用地代码没有变化', en: 'expected another land-use code than the present one' },
  'same-limits': { zh: '另一方没有可采用的不同指标', en: 'the other side has no different limits to adopt' },
  'invalid-shape': { zh: '图形自相交，请调整角点', en: 'expected a shape whose edges do not cross; move a corner' },
  'file-unknown': {
    zh: '{file}：不是可读取的规划文件',
    en: '{file}: expected a file of areas in a format that is read here',
  },
  'file-empty': { zh: '{file}：没有可用的面', en: '{file}: expected areas, got none that can be used' },
  'file-large': { zh: '{file}：超过 {mostMb} MB', en: '{file}: expected at most {mostMb} MB' },
  'file-slow': {
    zh: '{file}：{seconds} 秒内未读完，已中止',
    en: '{file}: not read within {seconds} s; stopped',
  },
  'file-stopped': { zh: '{file}：读取中断（{reason}）', en: '{file}: its reader stopped ({reason})' },
  'file-first': { zh: '请先打开文件', en: 'open a file first' },
  'file-degrees': {
    zh: '{file}：坐标系 {name} 以米为单位，而坐标 {x}, {y} 像经纬度：请改填坐标系',
    en: '{file}: expected metres of {name}, got {x}, {y}, which look like degrees; name another system',
  },
  'file-metres': {
    zh: '{file}：坐标 {x}, {y} 不是经纬度：请填写坐标系，如 EPSG:4547',
    en: '{file}: expected degrees, got {x}, {y}; name the system of the coordinates, as EPSG:4547',
  },
  'not-logged-in': { zh: '登录后才能处理冲突', en: 'log in to act on conflicts' },
});
