import { messageTable } from '../model/text/message.ts';

/** Why a scenario of an incident cannot be played or written. */
export const incidentCaseMessage = messageTable({
  'no-resources': {
    zh: '输入“{input}”：本市没有应急资源清单，无人可派',
    en: 'input {input}: expected the city to have a list of emergency resources, got none: nobody can be sent',
  },
  'no-unit': {
    zh: '输入“{input}”：需求“{demand}”无人可到',
    en: 'input {input}: expected a vehicle for the demand {demand}, got none that can come',
  },
  'no-task': {
    zh: '输入“{input}”：需求“{demand}”没有写明任务',
    en: 'input {input}: expected a task for the demand {demand}, got none',
  },
  'no-plan': {
    zh: '{id}：没有编号为“{got}”的缺省预案',
    en: '{id}: expected the id of a default response plan, got "{got}"',
  },
  'refused-line': {
    zh: '{id}：第 {atMin} 分钟的“{kind}”不被接受：{reason}',
    en: '{id}: the {kind} at minute {atMin} was refused: {reason}',
  },
  'not-computed': {
    zh: '{id}：输入“{input}”尚未推算，请加 --runs',
    en: '{id}: expected the input {input} computed before, got nothing: add --runs',
  },
});
