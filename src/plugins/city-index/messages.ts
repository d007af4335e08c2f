import { messageTable } from '../../../model/text/message.ts';

/** What the page cannot keep or open of a scorecard. */
export const indexPageMessage = messageTable({
  'not-kept': {
    zh: '浏览器保存不下这张评分表；请用“存为文件”',
    en: 'this browser cannot save the scorecard: save it as a file',
  },
  'other-city': {
    zh: '{file}：评分表属于城市“{got}”，当前城市是“{expected}”',
    en: '{file}: city: expected "{expected}", got "{got}"',
  },
  'not-json': { zh: '{file}：不是有效的 JSON（{reason}）', en: '{file}: expected JSON, got {reason}' },
  large: { zh: '{file}：评分表文件应不超过 {most} MiB', en: '{file}: expected a scorecard of at most {most} MiB' },
  'scene-kept': {
    zh: '场景中的评分表没有打开：本机的评分表另有取值。请先“存为文件”，再“恢复建议表”，然后重新打开场景',
    en: 'the scorecard of the scene was not opened: the one here has other values. Save it as a file, go back to the proposal and open the scene again',
  },
  lost: { zh: '{file}：读取没有完成，请检查文件', en: '{file}: reading did not finish: check the file' },
});
