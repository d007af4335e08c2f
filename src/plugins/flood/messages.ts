import { messageTable } from '../../../model/text/message.ts';

/** What the form of a flood cannot take, and what a case cannot say of it. */
export const floodFormMessage = messageTable({
  'rain-large': {
    zh: '雨量文件合计至多 {mostMb} MB，现为 {gotMb} MB',
    en: 'rain: expected files of at most {mostMb} MB in total, got {gotMb} MB',
  },
  'case-dem': {
    zh: '{file}：ground：应为本市的案例，现为自带 DEM 的案例，请用 shapan sim flood 推演',
    en: '{file}: ground: expected a case for this city, got one with its own DEM: run it with shapan sim flood',
  },
  'case-city': {
    zh: '{file}：ground.id：应为本市 {city}，现为 {got}',
    en: '{file}: ground.id: expected this city, {city}, got {got}',
  },
  'case-grids': {
    zh: '降雨：案例用雨量格网 {files}，案例文件里没有这些数据；请在“降雨”中选择这些文件，现为无雨',
    en: 'rain: the case uses the rain grids {files}, which are not in its file: choose them under Rain; until then there is no rain',
  },
  'case-drains': {
    zh: '雨水管网：{city} 没有管网数据，推演不含管网',
    en: 'storm drains: {city} has no drain network, so the run has none',
  },
  'left-pit': {
    zh: '基坑不在案例文件中：案例只记录现状地面',
    en: 'The excavation is not in the case file: a case has the existing ground only',
  },
  'left-stages': {
    zh: '由实测水位推求的河道入流不在案例文件中：案例中河道保持不变',
    en: 'The inflow derived from river gauges is not in the case file: there the rivers stay unchanged',
  },
  'left-live': {
    zh: '实况雨量以数值序列写入案例，不含雨量站的来源与缺测时段',
    en: 'Live rain is saved in the case as a series of values, without its gauges and gaps',
  },
  'left-grids': {
    zh: '雨量格网以文件名写入案例：推演时 {files} 须与案例放在一起',
    en: 'Rain grids are in the case by file name: keep {files} beside it',
  },
  'no-gauge-readings': {
    zh: '雨量站在这一时段没有读数，不能当作无雨。请把“降雨”改为设计雨量，或先打开当时的录像再推演',
    en: 'The rain gauges reported nothing in this period, which does not mean that it did not rain. Choose a design depth under Rain, or open the recording of that time first',
  },
  'no-live-values': {
    zh: '传感器数据尚未读入。请稍候再试，或把“降雨”改为设计雨量',
    en: 'The sensors have not been read yet. Try again in a moment, or choose a design depth under Rain',
  },
  'record-lost': {
    zh: '当时的推演“{name}”已不在本页。请重新推演，或把“降雨”改为设计雨量',
    en: 'The run "{name}" of that time is no longer in this page. Run it again, or choose a design depth under Rain',
  },
  'inlet-far': {
    zh: '雨水口：应在 {reachM} m 以内，最近的在 {awayM} m 外',
    en: 'inlet: expected one within {reachM} m, the nearest is {awayM} m away',
  },
  'work-short': {
    zh: '两点应相距 {leastM} m 以上',
    en: 'expected two points {leastM} m or more apart',
  },
  'run-large': {
    zh: '结果文件至多 {mostMb} MB，现为 {gotMb} MB',
    en: 'result: expected a file of at most {mostMb} MB, got {gotMb} MB',
  },
  'keep-full': {
    zh: '本浏览器的空间不足：这次推演要 {needMb} MB，已存 {usedMb} MB，至多 {mostMb} MB；请删除已保存的推演',
    en: 'This browser has no room: the run takes {needMb} MB, {usedMb} MB are used, the maximum is {mostMb} MB; delete saved runs',
  },
  'keep-refused': {
    zh: '本浏览器不允许网页保存数据（{reason}）：关闭页面后推演即消失',
    en: 'This browser does not let the page save data ({reason}): runs are lost when it is closed',
  },
  'keep-broken': {
    zh: '保存的推演“{name}”不完整，已不能打开',
    en: 'The saved run "{name}" is incomplete and cannot be opened',
  },
});
