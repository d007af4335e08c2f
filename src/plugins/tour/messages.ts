import { messageTable } from '../../../model/text/message.ts';

/** What keeps a tour from being read or kept. */
export const tourDeskMessage = messageTable({
  'tours-refused': {
    zh: '浏览器未能保存导览（{reason}）；请导出为文件保存',
    en: 'the browser does not keep tours ({reason}); export them as files instead',
  },
  'tour-size': {
    zh: '{file}：导览文件至多 {most} MiB',
    en: '{file}: expected a tour of {most} MiB or less',
  },
  'tour-lost': {
    zh: '{file}：读取未能完成，文件可能损坏',
    en: '{file}: the reading did not come to an end; the file may be broken',
  },
  'not-json': {
    zh: '{file}：应为 JSON 文件',
    en: '{file}: expected JSON',
  },
  'other-city': {
    zh: '{file}：此导览属于城市“{city}”，视点不在本市；已按本市打开，请逐章重新取景',
    en: '{file}: the tour is of the city "{city}", whose views are not here; it is opened for this city: take the views of its chapters anew',
  },
});
