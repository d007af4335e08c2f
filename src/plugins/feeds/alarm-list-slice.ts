import type { Slice } from '../../twin/slice.ts';
import { ALL_ALARMS, type AlarmFilter } from './alarm-filter.ts';

declare module '../../twin/slice.ts' {
  interface TwinState extends AlarmListSlice {}
}

/** Which alarms the list shows: what one operator looks at is what the next opens from a link. */
interface AlarmListSlice {
  alarmFilter: AlarmFilter;
  filterAlarmList(filter: AlarmFilter): void;
}

export const alarmListSlice: Slice<AlarmListSlice> = (set) => ({
  alarmFilter: ALL_ALARMS,
  filterAlarmList: (alarmFilter) => set({ alarmFilter }),
});
