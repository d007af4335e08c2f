import { messageTable } from '../../model/text/message.ts';

/** What the hub, or whatever stands at its address, answered to a request of the page. */
export const hubAnswerMessage = messageTable({
  status: { zh: '{path}：服务返回 {got}', en: '{path}: expected 200, got {got}' },
  refused: { zh: '{path}：服务拒绝了这一请求（{got}）', en: '{reason}' },
  'not-json': { zh: '{path}：服务返回的不是 JSON', en: '{path}: expected JSON' },
});
