import type { Text } from '../model/city/manifest.ts';
import { messageTable, sentencesOf } from '../model/text/message.ts';

/** What the command line refuses of a case and of the files beside it. */
export const cliMessage = messageTable({
  'city-not-baked': {
    zh: '{place}：没有烘焙好的城市“{id}”：找不到 {path}',
    en: '{place}: expected a baked city, got "{id}": no {path}',
  },
  'floor-empty': {
    zh: '{place}：楼层要有文件或区域，两者都没有',
    en: '{place}: expected a file or areas, got neither',
  },
  'grid-size': {
    zh: '{file}：{place}：应与高程同为 {columns} × {rows} 格，{other} 是 {otherColumns} × {otherRows} 格',
    en: "{file}: {place}: expected the DEM's {columns} × {rows} cells, got {otherColumns} × {otherRows} in {other}",
  },
  'grid-cells': { zh: '{file}：网格应与 {first} 相同', en: '{file}: expected the cells of {first}, got others' },
  'grid-crs': { zh: '{file}：坐标系应为 {crs}，现为 {got}', en: '{file}: expected {crs}, got {got}' },
  'manning-range': {
    zh: '{file}：ground.manningN：第 {column} 列、第 {row} 行（自西南角）应在 0 至 1 之间，现为 {got}',
    en: '{file}: ground.manningN: expected 0 to 1 in column {column}, row {row} from the south-west, got {got}',
  },
  'elevation-hole': {
    zh: '{file}：范围内第 {column} 列、第 {row} 行（自西南角）没有高程',
    en: '{file}: expected elevations within its rim, got a hole in column {column}, row {row} from the south-west',
  },
  'grid-degrees': {
    zh: '{file}：网格应以米为单位，现为度（{crs}）：请先投影',
    en: '{file}: expected cells in metres, got degrees ({crs}); project it first',
  },
  'grid-oblong': {
    zh: '{file}：格子应为正方形，现为 {stepX} × {stepY} m',
    en: '{file}: expected square cells, got {stepX} × {stepY} m',
  },
  'houses-elsewhere': {
    zh: '{file}：高程范围内没有房屋（应以其米制坐标、自 [{westM}, {southM}] 起），第一栋在 [{firstM}]',
    en: '{file}: expected houses on the DEM, in its metres from [{westM}, {southM}], got none there; the first is at [{firstM}]',
  },
  'file-large-mb': { zh: '{file}：至多 {mostMb} MB', en: '{file}: expected at most {mostMb} MB' },
  'export-psplib': {
    zh: '{name}：PSPLIB 项目没有日期，不能导出进度计划',
    en: '{name}: expected a schedule to export, got a project of PSPLIB, which has no dates',
  },
  'export-format': {
    zh: '--export：只能是 {formats} 或 all，现为“{got}”',
    en: '--export: expected {formats} or all, got "{got}"',
  },
});

/** The language of the terminal, by the environment as gettext reads it: LC_ALL, LC_MESSAGES, LANG; Chinese where it begins with zh. */
function terminalLanguage(environment: NodeJS.ProcessEnv = process.env): keyof Text {
  const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** What an error says at the terminal; a fault of the program keeps its own words. */
export function terminalText(error: unknown): string {
  return sentencesOf(error, terminalLanguage()) ?? (error instanceof Error ? error.message : String(error));
}
