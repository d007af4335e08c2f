import { messageTable } from '../../model/text/message.ts';

/** What sites cannot be chosen for. */
export const sitingMessage = messageTable({
  'no-demand': {
    zh: 'demand：应有被服务的人或对象，实际没有。本城建筑没有居民数，请改用图层中的对象，或请管理员加入居民数',
    en: 'demand: expected people or things to serve, got none: the buildings of this city have no residents; choose things of a layer, or ask the administrator to add residents',
  },
  'no-candidate': {
    zh: 'candidates：应有候选点在道路 {reachM} m 内，实际没有。请改小间距、放宽坡度或范围',
    en: 'candidates: expected places within {reachM} m of a way, got none: choose a smaller spacing, a greater slope or another area',
  },
  'all-filtered': {
    zh: 'filter：应剩下候选点，实际被条件去掉：{removed}；其余 {reachM} m 内没有路。请放宽条件',
    en: 'filter: expected candidates that meet the conditions within {reachM} m of a way, got none; taken away by: {removed}. Allow more',
  },
  'no-plan': {
    zh: 'filter.{field}：应有带规划图斑的城市，实际没有规划。请去掉这个条件，或请管理员加入规划',
    en: 'filter.{field}: expected a city with plans, got none: leave this condition out, or ask the administrator to add plans',
  },
  'no-pipes': {
    zh: 'filter.pipeM：应有管线，实际本城没有管线。请写 0，或请管理员加入管线',
    en: 'filter.pipeM: expected a city with pipes, got none: write 0, or ask the administrator to add pipes',
  },
  'too-many': {
    zh: 'candidates：候选点 {sites} 处 × 需求点 {demands} 处，应不超过 {most} 对。请加大间距或缩小范围',
    en: 'candidates: expected at most {most} pairs, got {sites} sites × {demands} demands: choose a greater spacing or a smaller area',
  },
  'no-such-limit': {
    zh: '{field}：目标为 {aim} 时应为 0，实际为 {value}。请改目标为 {aims} 之一，或写 0',
    en: '{field}: expected 0 with the aim {aim}, got {value}: choose the aim {aims}, or write 0',
  },
  'budget-too-small': {
    zh: 'budget：预算 {budget} 应够建一处，最便宜的候选点要 {least}。请提高预算或降低造价',
    en: 'budget: expected enough for one site, the cheapest costs {least}, got {budget}: raise the budget or lower the cost of a site',
  },
  'not-worth': {
    zh: 'chargePersonMin：没有一处候选点值得 {charge} 人·分钟。请减小每处须节省的时间',
    en: 'chargePersonMin: expected a site that is worth {charge} people × minutes, got none: lower what a site must save',
  },
  'too-few-apart': {
    zh: 'sites：彼此最远至少要两处（连同现有设施），候选点应不少于新建处数，实际候选点 {candidates} 处。请增加新建处数或候选点',
    en: 'sites: expected two sites or more, those that stand among them, and as many candidates, got {candidates} candidates: ask for more sites or more candidates',
  },
  'nobody-reached': {
    zh: 'limitMin：没有一处候选点与任何需求点相距 {limitMin} 分钟以内。请放宽时限或另选候选点',
    en: 'limitMin: expected a candidate within {limitMin} min of somebody, got none: allow more minutes or choose other candidates',
  },
});
