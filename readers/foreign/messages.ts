import { messageTable } from '../../model/text/message.ts';

/** What is said of formats that are known and not read. */
export const foreignMessage = messageTable({
  format: {
    zh: '{file}：这是{what}，不能直接读取；请先转换：{command}',
    en: '{file}: expected a format that is read here, got {what}; convert it first: {command}',
  },
});
