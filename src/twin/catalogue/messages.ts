import { messageTable } from '../../../model/text/message.ts';

/** What the page cannot use of a city's layers and attributes. */
export const catalogueMessage = messageTable({
  'unknown-attribute': {
    zh: '图层 {id} 没有属性“{name}”',
    en: 'layers.{id}: expected an attribute of the layer, got "{name}"',
  },
  rows: { zh: '{file}：应有 {expected} 行，现为 {count} 行', en: '{file}: expected {expected} rows, got {count}' },
  'places-bytes': {
    zh: '{places}：应为 {expected} 字节，现为 {got} 字节',
    en: '{places}: expected {expected} bytes, got {got}',
  },
  'sorted-bytes': {
    zh: '{sorted}：应为 {expected} 字节，现为 {got} 字节',
    en: '{sorted}: expected {expected} bytes, got {got}',
  },
  colours: {
    zh: '{attribute}：应有 {expected} 种颜色，现为 {got} 种',
    en: '{attribute}: expected {expected} colours, got {got}',
  },
  filter: {
    zh: '{attribute} 的筛选条件：应为 {expected}，现为 {got}',
    en: 'filter of {attribute}: expected {expected}, got {got}',
  },
  'tile-nodes': {
    zh: 'nodes：应为 {value} 个节点组成的树，现有节点 {index}',
    en: 'nodes: expected a tree of {value} nodes, got node {index}',
  },
  'tileset-json': { zh: '瓦片清单不是有效的 JSON（{reason}）', en: 'tileset: expected JSON, got {reason}' },
  'tileset-deep': {
    zh: '瓦片清单：瓦片树至多 {most} 层，现已超出',
    en: 'tileset: expected a tree of at most {most} levels, got more',
  },
  'tile-mesh': {
    zh: 'meshes[{mesh}]：缺少 POSITION、_FEATURE_ID_0 或 indices',
    en: 'meshes[{mesh}]: expected POSITION, _FEATURE_ID_0 and indices, got one less',
  },
  'tile-gid': {
    zh: 'propertyTables[0].properties.gid：缺少这一列',
    en: 'propertyTables[0].properties.gid: expected a column, got none',
  },
  'tile-gid-bytes': {
    zh: 'propertyTables[0].properties.gid：应为 {expected} 字节，现为 {got} 字节',
    en: 'propertyTables[0].properties.gid: expected {expected} bytes, got {got}',
  },
  'unknown-layer': { zh: '城市 {cityId} 没有图层“{id}”', en: '{cityId}: expected a layer of the city, got "{id}"' },
});
