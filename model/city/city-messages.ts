import { messageTable } from '../text/message.ts';

/** What is wrong with a file of a baked city: it was cut, changed by hand or made by another version. */
export const cityMessage = messageTable({
  'column-head': {
    zh: '{file}：列文件至少 16 字节，现为 {got} 字节',
    en: '{file}: expected 16 bytes or more, got {got}',
  },
  'column-magic': { zh: '{file}：不是列文件，请管理员重新生成城市数据', en: '{file}: not a column file' },
  'column-cut': {
    zh: '{file}：至少应有 {expected} 字节，现为 {got} 字节：文件不完整',
    en: '{file}: expected {expected} bytes or more, got {got}',
  },
  'column-order': {
    zh: '{file}：第 {row} 个文字：应在前一个之后，位置不应回退',
    en: '{file}: text {row}: expected an end behind its start, got one before it',
  },
  'column-text': {
    zh: '{file}：文字部分应有 {expected} 字节，现为 {got} 字节：文件不完整',
    en: '{file}: expected {expected} bytes of text, got {got}',
  },
  'breach-defence': {
    zh: '{file}：breaches.{i}.defence：没有堤防“{defence}”',
    en: '{file}: breaches.{i}.defence: expected a defence, got "{defence}"',
  },
  'glb-magic': { zh: '文件头：应以 glTF 开头', en: 'header: expected "glTF", got other bytes' },
  'glb-length': { zh: '文件头：长度应为 {value}，现为 {got}', en: 'header: expected a length of {value}, got {got}' },
  'glb-json': {
    zh: 'JSON 块：至少应有 {expected} 字节，现为 {got} 字节：文件不完整',
    en: 'JSON: expected {expected} bytes or more, got {got}',
  },
  'glb-view': {
    zh: 'bufferViews：序号应小于 {most}，现为 {index}',
    en: 'bufferViews: expected an index below {most}, got {index}',
  },
  'glb-buffer': {
    zh: 'bufferViews[{index}]：应在 0 号缓冲区的 {value} 字节内，现为 {buffer} 号缓冲区的 {byteOffset} + {byteLength}',
    en: 'bufferViews[{index}]: expected bytes within buffer 0 of {value}, got buffer {buffer}, {byteOffset} + {byteLength}',
  },
  'glb-packed': {
    zh: 'bufferViews[{index}]：应为 {expected} × {byteStride} 字节，现为 {got} 字节',
    en: 'bufferViews[{index}]: expected {expected} × {byteStride} bytes, got {got}',
  },
  'glb-accessor': {
    zh: 'accessors：序号应小于 {most}，现为 {index}',
    en: 'accessors: expected an index below {most}, got {index}',
  },
  'glb-accessor-bytes': {
    zh: 'accessors[{index}]：至少应有 {need} 字节，现为 {got} 字节',
    en: 'accessors[{index}]: expected {need} bytes or more in its view, got {got}',
  },
  'glb-stride': {
    zh: 'accessors[{index}]：步长应为整数个分量，且不小于一项的字节数，现为 {stride}',
    en: 'accessors[{index}]: expected a stride of whole components and one item at least, got {stride}',
  },
  'glb-large': {
    zh: 'bufferViews[{index}]：解压后至多 {most} 字节，现为 {got} 字节',
    en: 'bufferViews[{index}]: expected at most {most} bytes after decompression, got {got}',
  },
  'glb-meshopt': {
    zh: 'bufferViews[{index}]：meshopt 压缩数据不完整或已损坏',
    en: 'bufferViews[{index}]: expected whole data of EXT_meshopt_compression, got "{reason}"',
  },
  'glb-deep': {
    zh: 'nodes[{index}]：节点树至多 {most} 层，现已超出',
    en: 'nodes[{index}]: expected a tree of at most {most} levels, got more',
  },
  'id-twice': {
    zh: '{file}：{list}.{i}.id：编号“{id}”重复',
    en: '{file}: {list}.{i}.id: expected an id not used before, got "{id}"',
  },
  'unknown-segment': {
    zh: '{file}：{place}：没有路段“{id}”',
    en: '{file}: {place}: expected a segment, got "{id}"',
  },
  'unknown-junction': {
    zh: '{file}：{place}：路口序号应小于 {count}，现为 {got}',
    en: '{file}: {place}: expected a junction below {count}, got {got}',
  },
  'unknown-team': {
    zh: '{file}：{place}：应为 teams 中某队的 id，现为“{id}”：请补上该队或更正',
    en: '{file}: {place}: expected the id of one of teams, got "{id}": add the team or correct the id',
  },
  'no-place': {
    zh: '{file}：{place}：应有 at（向东、向北的米数）或 lonLat（经纬度）之一，现均无',
    en: '{file}: {place}: expected either at (metres east and north) or lonLat (degrees), got neither',
  },
  'two-places': {
    zh: '{file}：{place}：应有 at（向东、向北的米数）或 lonLat（经纬度）之一，现两者都有',
    en: '{file}: {place}: expected either at (metres east and north) or lonLat (degrees), got both',
  },
  'unknown-node': {
    zh: '{file}：{place}：没有检查井、集水井或排放口“{id}”',
    en: '{file}: {place}: expected a manhole, sump or outfall, got "{id}"',
  },
  'unknown-level': {
    zh: '{file}：areas.{i}.level：没有楼层“{level}”',
    en: '{file}: areas.{i}.level: expected a level, got "{level}"',
  },
  'area-twice': {
    zh: '{file}：areas.{i}.id：编号“{id}”重复',
    en: '{file}: areas.{i}.id: expected an id not used before, got "{id}"',
  },
  'unknown-area': {
    zh: '{file}：{list}.{i}.{end}：没有区域“{id}”',
    en: '{file}: {list}.{i}.{end}: expected an area, got "{id}"',
  },
  'file-size': {
    zh: '{file}：应有 {expected} 字节，现为 {got} 字节：文件不完整，请管理员重新生成城市数据',
    en: '{file}: expected {expected} bytes, got {got}',
  },
  'prism-offsets': {
    zh: '{file}：体块的环和顶点次序不对，请管理员重新生成城市数据',
    en: '{file}: expected offsets that rise to the counts of its head, got others',
  },
  'thing-twice': {
    zh: '{file}：{place}.id：编号“{id}”重复',
    en: '{file}: {place}.id: expected an id not used before, got "{id}"',
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
});
