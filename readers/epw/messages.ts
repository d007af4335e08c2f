import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a file of hourly weather. */
export const epwMessage = messageTable({
  location: {
    zh: '{file}：第 1 行：LOCATION 应有纬度与经度，现为“{got}”',
    en: '{file}: line 1: expected LOCATION with a latitude and a longitude, got "{got}"',
  },
  hours: {
    zh: '{file}：应有逐时数据行（每行至少 22 项），实际没有',
    en: '{file}: expected rows of hours with 22 values at least, got none',
  },
});
