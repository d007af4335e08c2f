import type { WordTable } from '../../../model/text/words.ts';

type IndexWords = typeof indexWords;

declare module '../../kit/words.ts' {
  interface PageWords extends IndexWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const indexWords = {
  'cityIndex.title': { zh: '城市智能指数', en: 'City intelligence index' },
  'cityIndex.answers': { zh: '五项各得几分', en: 'five scores' },
  'cityIndex.about': {
    zh: '按一、二级指标评分。每个得分可手工复算：指标得分 = 100 ×（取值 − 零分值）÷（满分值 − 零分值），限于 0–100；上级得分为下级的加权平均。没有取值记“—”，不按 0 计。',
    en: 'First- and second-level indicators as scores that can be worked out by hand: 100 × (value − zero) ÷ (full − zero), kept within 0–100; the level above is the weighted mean. An indicator without a value is “—” and never 0.',
  },
  'cityIndex.unchecked': { zh: '待核', en: 'to verify' },
  'cityIndex.uncheckedAbout': {
    zh: '指标、权重和满分值是本程序的建议，采用前请与原文核对；可以修改，也可打开自有的评分表文件。',
    en: "Indicators, weights and limits are this program's proposal: check them against the original before use, change them, or open a scorecard of your own.",
  },
  'cityIndex.total': { zh: '总分', en: 'Total' },
  'cityIndex.missing': { zh: '缺 {count} 项', en: '{count} missing' },
  'cityIndex.between': { zh: '在 {low} 与 {high} 之间', en: 'between {low} and {high}' },
  'cityIndex.band': { zh: '第 {band} 档，共 5 档', en: 'band {band} of 5' },
  'cityIndex.noBand': { zh: '缺项未补，档次未定', en: 'no band while indicators are missing' },
  'cityIndex.bands': { zh: '档次', en: 'Bands' },
  'cityIndex.weight': { zh: '权重', en: 'Weight' },
  'cityIndex.share': { zh: '占总分 {percent}%', en: '{percent}% of the total' },
  'cityIndex.score': { zh: '得分', en: 'Score' },
  'cityIndex.value': { zh: '取值', en: 'Value' },
  'cityIndex.noValue': { zh: '—', en: '—' },
  'cityIndex.typed': { zh: '手工填写', en: 'entered by hand' },
  'cityIndex.twin': { zh: '取自城市数据', en: "from the city's data" },
  'cityIndex.take': { zh: '采用 {value}', en: 'Use {value}' },
  'cityIndex.adopt': { zh: '采用城市数据中的 {count} 项', en: "Use {count} values of the city's data", one: "Use {count} value of the city's data" },
  'cityIndex.survey': { zh: '问卷', en: 'survey' },
  'cityIndex.formula': { zh: '公式', en: 'Formula' },
  'cityIndex.source': { zh: '来源', en: 'Source' },
  'cityIndex.note': { zh: '取值说明', en: 'Note on the value' },
  'cityIndex.noteHint': { zh: '取值的出处、日期、样本', en: 'source, date, sample' },
  'cityIndex.zeroAt': { zh: '零分值', en: 'Scores 0 at' },
  'cityIndex.fullAt': { zh: '满分值', en: 'Scores 100 at' },
  'cityIndex.checked': { zh: '已对照原文核对', en: 'Compared with the original text' },
  'cityIndex.details': { zh: '公式、权重与来源', en: 'Formula, weight and source' },
  'cityIndex.open': { zh: '打开文件', en: 'Open file' },
  'cityIndex.save': { zh: '存为文件', en: 'Save as file' },
  'cityIndex.csv': { zh: '存为 CSV', en: 'Save as CSV' },
  'cityIndex.reset': { zh: '恢复建议表', en: 'Back to the proposal' },
  'cityIndex.failed': { zh: '评分表未能处理', en: 'The scorecard could not be processed' },
  'cityIndex.indicator': { zh: '指标', en: 'Indicator' },
  'cityIndex.group': { zh: '一级指标', en: 'First level' },
  'cityIndex.unit': { zh: '单位', en: 'Unit' },
  'cityIndex.origin': { zh: '取值来源', en: 'Value from' },
  'cityIndex.state': { zh: '核对', en: 'Verified' },
  'cityIndex.resetSure': { zh: '确认恢复（取值会清空）', en: 'Confirm: all values are cleared' },
} as const satisfies WordTable;
