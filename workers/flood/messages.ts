import { messageTable } from '../../model/text/message.ts';

/** What a flood that cannot be played says of the request, of the works and rain in it, and of a saved run. */
export const floodMessage = messageTable({
  'no-formula': {
    zh: 'rain.formula：本地没有自己的暴雨强度公式，请给出一个',
    en: 'rain.formula: expected one, for the place has no storm formula of its own, got none',
  },
  'end-time': { zh: 'endS：时长应大于 0 s，现为 {endS}', en: 'endS: expected more than 0 s, got {endS}' },
  'frame-step': {
    zh: 'frameEveryS：输出间隔应大于 0 s，现为 {frameEveryS}',
    en: 'frameEveryS: expected more than 0 s, got {frameEveryS}',
  },
  'fast-breach': {
    zh: 'scheme：溃口会产生激波，“fast”格式算不出，应为 "second" 或 "first"',
    en: 'scheme: expected "second" or "first", for a breach sends a shock that the fast scheme has not, got "fast"',
  },
  'no-works': {
    zh: 'breaches：城市没有堤防溃口数据，不能设溃口',
    en: 'breaches: expected none in a city without data on breaches, got one',
  },
  'river-years': {
    zh: 'riverYears：只能是 {expected}，现为 {riverYears}',
    en: 'riverYears: expected one of {expected}, got {riverYears}',
  },
  'river-driven': {
    zh: 'riverYears：河流由水位站驱动时应为 null，现为 {riverYears}',
    en: 'riverYears: expected null where gauges drive the rivers, got {riverYears}',
  },
  'unknown-river': {
    zh: 'riverStages.{gauge}：城市没有河流“{river}”',
    en: 'riverStages.{gauge}: expected a river of the city, got "{river}"',
  },
  'unknown-breach': {
    zh: 'breaches：只能是 {expected}，现为“{got}”',
    en: 'breaches: expected one of {expected}, got "{got}"',
  },
  'cell-multiple': {
    zh: 'cellM：应为城市格距 {cellM} m 的整数倍，现为 {cellM2} m',
    en: "cellM: expected a multiple of the city's {cellM} m, got {cellM2}",
  },
  'box-small': {
    zh: '范围：在城市内至少要有 {least} × {least} 个 {cellM} m 的单元，现为 {columns} × {rows}',
    en: 'box: expected {least} × {least} cells of {cellM} m or more inside the city, got {columns} × {rows}',
  },
  'box-large': {
    zh: '范围：至多 {most} 格，现为 {columns} × {rows} 个 {cellM} m 的单元；请缩小范围或加大格距',
    en: 'box: expected at most {most} cells, got {columns} × {rows} of {cellM} m',
  },
  'bed-hole': {
    zh: '地面：第 {column} 列、第 {row} 行的单元没有高程',
    en: 'bed: expected an elevation, got none in cell {column}, {row}',
  },
  'grids-count': {
    zh: '降雨：应为 2 至 {most} 个栅格文件，现为 {got} 个',
    en: 'rain: expected 2 to {most} grids, got {got}',
  },
  'grids-differ': { zh: '{name}：栅格应与 {name2} 相同', en: '{name}: expected the cells of {name2}, got others' },
  'grids-oblong': {
    zh: '{name}：单元应为正方形，现为 {cell} × {cellY} m',
    en: '{name}: expected square cells, got {cell} × {cellY} m',
  },
  'rain-range': {
    zh: '{name}：第 {row} 行、第 {value} 列：雨强应为 0 至 {most} mm/h，现为 {got}',
    en: '{name}: row {row}, column {value}: expected 0 to {most} mm/h, got {got}',
  },
  'grids-gone': {
    zh: '降雨：栅格“{got}”尚未读入，请重新选择文件',
    en: 'rain: expected grids that were read, got "{got}"',
  },
  'result-cut': {
    zh: '{name}：{what}：第 {value} 字节起应有 {bytes} 字节，文件已到末尾',
    en: "{name}: {what}: expected {bytes} bytes at {value}, got the file's end",
  },
  'result-magic': {
    zh: '{name}：文件开头应为 {magic}，现为 {got}',
    en: '{name}: expected a file that begins with {magic}, got {got}',
  },
  'result-head': {
    zh: '{name}：文件头至多 {most} 字节，现为 {length} 字节',
    en: '{name}: expected a head of at most {most} bytes, got {length}',
  },
  'result-json': { zh: '{name}：文件头不是有效的 JSON（{reason}）', en: '{name}: head: expected JSON, got {reason}' },
  'result-large': {
    zh: '{name}：至多 {most} 格、{most2} 字节，现为 {columns} × {rows} 格、{bytes} 字节',
    en: '{name}: expected at most {most} cells and {most2} bytes, got {columns} × {rows} and {bytes}',
  },
  'result-shared': {
    zh: '{name}：{what}：第 {at} 字节起的内容与 {other} 重叠，各数组应各有其位置',
    en: '{name}: {what}: expected bytes of its own, got {at} within those of {other}',
  },
  'result-packed': { zh: '{what}：不是有效的 deflate 压缩数据', en: '{what}: expected deflated data, got {reason}' },
  'result-bytes': {
    zh: '{what}：解压后应为 {length} 字节，现为 {got}',
    en: '{what}: expected {length} bytes, got {got}',
  },
  'breach-crest': { zh: '溃口 {id}：没有堤顶线“{of}”', en: 'breach {id}: expected the id of a crest, got "{of}"' },
  'breach-away': {
    zh: '溃口 {id}：应在 {of} 上、{nearM} m 以内，现为{got}',
    en: 'breach {id}: expected a place on {of} within {nearM} m, got {got}',
  },
  'gate-crest': {
    zh: '闸门 {id}：两点之间没有堤顶线',
    en: 'gate {id}: expected a crest between its two places, got none',
  },
  'outside-grid': {
    zh: '{name}：应在计算范围内，现在 {what}',
    en: '{name}: expected a place inside the grid, got {what}',
  },
  'in-buildings': {
    zh: '{name}：应在水能到的地方，{what} 周围都是建筑',
    en: '{name}: expected a place where water can be, got buildings about {what}',
  },
  'line-outside': {
    zh: '{kind} {id}：断面线应穿过计算范围，现全在范围外',
    en: '{kind} {id}: expected a line inside the grid, got none of it there',
  },
  input: { zh: '{place}：应为{expected}，现为 {got}', en: '{place}: expected {expected}, got {got}' },
  unstable: {
    zh: '{timeS} s 时计算失稳：时间步长应大于 {leastS} s，现为 {stableS} s；请检查该处地面和水深，或减小格距',
    en: 'at {timeS} s: expected a time step above {leastS} s, got {stableS}',
  },
  'unstable-at': {
    zh: '{timeS} s 时计算失稳，位置：东 {eastM} m、北 {northM} m：时间步长应大于 {leastS} s，现为 {stableS} s；请检查该处地面和水深',
    en: 'at {timeS} s, {eastM} m east, {northM} m north: expected a time step above {leastS} s, got {stableS}',
  },
  'series-lengths': {
    zh: '{name}：时刻与数值应一样多且至少一个，现为 {times} 个和 {values} 个',
    en: '{name}: expected as many times as values and at least one, got {times} and {values}',
  },
  'series-time': {
    zh: '{name}.timesS[{i}]：应为秒数，现为 {timeS}',
    en: '{name}.timesS[{i}]: expected seconds, got {timeS}',
  },
  'series-value': {
    zh: '{name}.values[{i}]：应为数字，现为 {got}',
    en: '{name}.values[{i}]: expected a number, got {got}',
  },
  'series-order': {
    zh: '{name}.timesS[{i}]：应大于前一时刻 {before} s，现为 {timeS} s',
    en: '{name}.timesS[{i}]: expected more than {before} s, got {timeS}',
  },
  'breach-far': {
    zh: '溃口 {id}：应在堤防、挡水墙或大坝 {reachM} m 以内，现相距 {awayM} m',
    en: 'breaches.{id}.at: expected a place within {reachM} m of a levee, wall or dam, got one {awayM} m away',
  },
  'no-defence': {
    zh: '溃口 {id}：应在堤防、挡水墙或大坝 {reachM} m 以内，而城市没有这些设施',
    en: 'breaches.{id}.at: expected a place within {reachM} m of a levee, wall or dam, got one in a city without any',
  },
  'sill-low': {
    zh: '溃口：坎顶应高于最低地面（{baseM} m），现为 {got} m',
    en: 'breach: expected a sill above the lowest ground ({baseM} m), got {got} m',
  },
  'no-grid': {
    zh: '城市 {id} 的数据由旧版生成，没有栅格：请管理员重新生成城市数据后再推演洪涝',
    en: "{id}: the city's data are of an older version without a raster: ask the administrator to process the city again",
  },
  'result-page': {
    zh: '{name}：页面能打开的结果文件至多 {most} 字节，现为 {got} 字节',
    en: '{name}: expected a result of at most {most} bytes, as a page can open, got {got}',
  },
  'result-city': {
    zh: '{name}：应为本市 {city} 的结果，现为 {got} 的结果',
    en: '{name}: expected a result of this city, {city}, got one of {got}',
  },
  'catchment-outside': {
    zh: '所选位置（东 {eastM} m、北 {northM} m）不在本市高程数据范围内',
    en: 'expected a place on this city’s elevation grid, got {eastM} m east, {northM} m north',
  },
});
