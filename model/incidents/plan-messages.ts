import { messageTable } from '../text/message.ts';

/** What is wrong with the steps of a response plan. */
export const planMessage = messageTable({
  'step-twice': {
    zh: '{file}#{step}：步骤编号重复，每个步骤须有自己的编号',
    en: '{file}#{step}: id: expected each step once, got this id again; give one of the two another id',
  },
  'no-step': {
    zh: '{file}#{step}：trigger.step 应为预案中的步骤，实际为“{waited}”',
    en: '{file}#{step}: trigger.step: expected a step of the plan, got "{waited}"',
  },
  circle: {
    zh: '{file}：步骤互相等待，永远不会开始：{steps}；请改动其中一个的启动条件',
    en: '{file}: expected steps that can begin, got a circle: {steps}; change the trigger of one of them',
  },
});
