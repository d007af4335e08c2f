import { messageTable } from '../../../model/text/message.ts';

/** What a drain network that cannot be played says: the place in its file, what was expected and what came. */
export const drainMessage = messageTable({
  'blocked-range': {
    zh: 'blocked.{id}：堵塞率应为 0 至 1，现为 {ratio}',
    en: 'blocked.{id}: expected 0 to 1, got {ratio}',
  },
  'unknown-node': { zh: '管网中没有节点“{id}”', en: 'expected a node of the network, got "{id}"' },
  'unstable-node': {
    zh: '节点 {id}：计算失稳，水位与入流为 {got}',
    en: 'node {id}: expected a level and an inflow, got {got}',
  },
  'option-missing': { zh: '{file}：[OPTIONS]：缺少 {date}', en: '{file}: [OPTIONS]: expected {date}, got none' },
  'node-twice': { zh: '节点 {id}：编号重复', en: 'node {id}: expected an id not used before' },
  'link-end': { zh: '管段 {link}：{which}：没有节点“{id}”', en: 'link {link}: {which}: expected a node, got "{id}"' },
  'link-twice': { zh: '管段 {id}：编号重复', en: 'link {id}: expected an id not used before' },
  'link-loop': {
    zh: '管段 {id}：两端应为不同节点，现都是“{from}”',
    en: 'link {id}: expected two nodes, got "{from}" at both ends',
  },
  'rule-object': {
    zh: '控制规则 {rule}：管网中没有“{id}”',
    en: 'rule {rule}: expected a node or link of the network, got "{id}"',
  },
  'no-outfall': {
    zh: '{place}：管网至少要有一个排放口，{nodes} 个节点中一个也没有',
    en: '{place}: network: expected at least one outfall, got none of {nodes} nodes',
  },
  'no-way-out': {
    zh: '{place}：节点 {id}：应有通往排放口的路，现在{got}',
    en: '{place}: node {id}: expected a way to an outfall, got {got}',
  },
});
