import type { WordTable } from '../../../model/text/words.ts';

type IncidentResponseWords = typeof incidentResponseWords;

declare module '../../kit/words.ts' {
  interface PageWords extends IncidentResponseWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const incidentResponseWords = {
  'incident.none': { zh: '当前无事件', en: 'No active incident' },
  'incident.noneThen': { zh: '当时无事件', en: 'No incident at that time' },
  'incident.unknown': { zh: '未连接，事件状态未知', en: 'Incidents unknown' },
  'incident.needsLogin': { zh: '登录后可看实时数据', en: 'Log in for live data' },
  'incident.about': {
    zh: '右栏所示事件：打开的案件；没有时，取进行中的突发事件，再取级别最高的未确认告警',
    en: 'The incident of the right column: the open case, or else the incident under way, or else the most severe unacknowledged alarm',
  },
  'incident.exercise': { zh: '演练 · {title}', en: 'Exercise · {title}' },
  'incident.plan': { zh: '处置步骤', en: 'Next step' },
  'incident.planEmpty': {
    zh: '没有打开的案件和进行中的事件，未确认的告警中没有能在地图上定位的。',
    en: 'No case is open, no incident is under way, and no unacknowledged alarm has a place on the map.',
  },
  'incident.planSteps': { zh: '{plan} · 已完成 {done}/{all} 步', en: '{plan} · {done} of {all} steps done' },
  'incident.planStep': { zh: '第 {number} 步：{step}', en: 'Step {number}: {step}' },
  'incident.planStepWaits': { zh: '条件未到', en: 'not triggered yet' },
  'incident.order_given': { zh: '已下达', en: 'ordered' },
  'incident.order_accepted': { zh: '已接令', en: 'accepted' },
  'incident.order_on-way': { zh: '在途', en: 'on the way' },
  'incident.order_on-site': { zh: '到场', en: 'on site' },
  'incident.order_done': { zh: '已完成', en: 'done' },
  'incident.order_refused': { zh: '未接令', en: 'refused' },
  'incident.order_recalled': { zh: '已撤回', en: 'recalled' },
  'incident.planNone': { zh: '该事件未选用预案。', en: 'This incident has no response plan.' },
  'incident.steps': { zh: '案件环节', en: 'Stages of the case' },
  'incident.nextStep': { zh: '下一步：{step}', en: 'Next: {step}' },
  'incident.due': { zh: '{time} 前', en: 'by {time}' },
  'incident.wasDue': { zh: '应于 {time} 前完成，已超时', en: 'was due by {time}, overdue' },
  'incident.noPlanCase': { zh: '本市未载入应急预案；以上为案件环节。', en: 'This city has no response plan loaded; these are the stages of the case.' },
  'incident.noPlanAlarm': {
    zh: '本市未载入应急预案；以上为告警规则的建议。立案后按环节计时。',
    en: 'This city has no response plan loaded; this is the advice of the alarm rule. Once a case is filed, its stages are timed.',
  },
  'incident.forces': { zh: '就近力量', en: 'Nearest resources' },
  'incident.forcesEmpty': {
    zh: '本市没有应急资源数据。请管理员在“数据”中加入队伍、车辆和物资库的点位及类别。',
    en: 'This city has no data of emergency resources. Ask the administrator to add teams, vehicles and stores as points with their kind under Data.',
  },
  'incident.forcesIdle': {
    zh: '打开案件、建立突发事件，或有未确认告警时，列出最近的队伍、物资库和避难场所。',
    en: 'With an open case, an incident under way or an unacknowledged alarm, the nearest teams, stores and shelters are listed here.',
  },
  'incident.straight': { zh: '直线距离；未按路网计算行程时间。', en: 'Straight-line distance; travel time by road is not computed.' },
  'incident.byRoad': {
    zh: '按路网行程，时间向上取整；车速按道路等级假定，未计拥堵；步行按 5 km/h。',
    en: 'By road, minutes rounded up. Speeds are assumed by class of road; jams are not counted. Walking: 5 km/h.',
  },
  'incident.byRoadInferred': {
    zh: '按推断的路网行程，时间向上取整；车速、单行与转向为推断，未计拥堵；步行按 5 km/h。',
    en: 'By a road network that was inferred, minutes rounded up. Speeds, one-way streets and turns are inferred; jams are not counted. Walking: 5 km/h.',
  },
  'incident.underClosures': { zh: '按当前封路与积水计，随时钟更新。', en: ' Closures and water of the shown time count, and follow the clock.' },
  'incident.noClosures': { zh: '未显示洪涝推演，也没有人工封路。', en: ' No flood run is shown and nothing is closed by hand.' },
  'incident.cutBy': { zh: '被封路切断：{roads}', en: 'cut off by closures: {roads}' },
  'incident.noWay': { zh: '无路可达', en: 'no way by road' },
  'incident.asVehicle': { zh: '按{vehicle}计', en: 'time for {vehicle}' },
  'incident.people': { zh: '{count} 人', en: '{count} people' },
  'incident.places': { zh: '可容纳 {count} 人', en: 'room for {count}' },
  'incident.video': { zh: '事发点视频', en: 'Cameras on site' },
  'incident.videoEmpty': {
    zh: '本市没有摄像头数据。请管理员在“数据”中加入摄像头的点位。',
    en: 'This city has no data of cameras. Ask the administrator to add their points under Data.',
  },
  'incident.videoIdle': {
    zh: '打开案件、建立突发事件，或有未确认告警时，列出最近的摄像头。',
    en: 'With an open case, an incident under way or an unacknowledged alarm, the nearest cameras are listed here.',
  },
  'incident.pictures': { zh: '视频墙', en: 'Wall of pictures' },
  'incident.heading': { zh: '朝向 {deg}°', en: 'facing {deg}°' },
  'incident.noPlace': { zh: '该事件没有位置。', en: 'This incident has no place.' },
} as const satisfies WordTable;
