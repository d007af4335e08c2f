import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a FlatGeobuf file. */
export const flatGeobufMessage = messageTable({
  broken: {
    zh: '{file}：第 {feature} 个要素之后：不是完整的 FlatGeobuf（超出文件范围：{reason}）',
    en: '{file}: behind feature {feature}: expected a whole FlatGeobuf, got a place outside it ({reason})',
  },
  count: {
    zh: '{file}：文件头写有 {expected} 个要素，实为 {got} 个：文件不完整',
    en: '{file}: expected {expected} features as its head says, got {got}: the file is cut',
  },
});
