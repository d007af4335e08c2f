import { messageTable } from '../../model/text/message.ts';

/** What is wrong with the model of a building: IFC, glTF or CityJSON. */
export const buildingMessage = messageTable({
  'gltf-extension': {
    zh: 'extensionsRequired：只支持 {known}，现要求 {got}',
    en: 'extensionsRequired: expected {known} or none, got {got}',
  },
  'gltf-buffer': {
    zh: 'buffers：数据应在文件之内（.glb 或 data: 地址）且只有一段，现为 {got}',
    en: 'buffers: expected one buffer inside the file (.glb, or a data: address), got {got}',
  },
  'gltf-base64': {
    zh: 'buffers[0].uri：应为 base64 编码',
    en: 'buffers[0].uri: expected base64, got another encoding',
  },
  'gltf-scene': { zh: 'scene：应小于 {most}，现为 {scene}', en: 'scene: expected below {most}, got {scene}' },
  'gltf-node': {
    zh: 'nodes：序号应小于 {most}，现为 {index}',
    en: 'nodes: expected an index below {most}, got {index}',
  },
  'gltf-cycle': {
    zh: 'nodes[{index}]：应为树形，每个节点至多有一个上级，现有多个或成循环',
    en: 'nodes[{index}]: expected a tree of nodes with one parent each, got a second parent or a cycle',
  },
  'gltf-mesh': {
    zh: 'nodes[{index}].mesh：应小于 {most}，现为 {got}',
    en: 'nodes[{index}].mesh: expected below {most}, got {got}',
  },
  'gltf-position': { zh: '{where}.attributes：缺少 POSITION', en: '{where}.attributes: expected POSITION, got none' },
  'gltf-components': {
    zh: '{where}：位置应为三个数，现为 {got} 个',
    en: '{where}: expected positions of 3 numbers, got {got}',
  },
  'gltf-indices': {
    zh: '{where}.indices：应小于 {vertices}，现为 {got}',
    en: '{where}.indices: expected below {vertices}, got {got}',
  },
  'many-triangles': { zh: '{file}：三角形至多 {most} 个', en: '{file}: expected at most {most} triangles, got more' },
  'ifc-no-floor': {
    zh: '{file}：各楼层都没有房间（IfcSpace）或楼板（IfcSlab）可作步行地面',
    en: '{file}: expected rooms (IfcSpace) or slabs (IfcSlab) on a storey to walk on, got none',
  },
  'no-elements': { zh: '{file}：没有建筑构件', en: '{file}: expected building elements, got none' },
  'many-elements': {
    zh: '{file}：构件至多 {most} 个，现为 {total} 个',
    en: '{file}: expected at most {most} elements, got {total}',
  },
  cancelled: { zh: '{file}：已取消', en: '{file}: cancelled' },
  'no-geometry': {
    zh: '{file}：{total} 个构件都没有几何',
    en: '{file}: expected elements with geometry, got none of {total}',
  },
  large: {
    zh: '{file}：至多 {mostBytes} 字节，现为 {got} 字节',
    en: '{file}: expected at most {mostBytes} bytes, got {got}',
  },
  'ifc-head': {
    zh: '{file}：文件开头应为 {head}，现为“{got}”',
    en: '{file}: expected {head} at its start, got "{got}"',
  },
  'ifc-open': {
    zh: '{file}：应为 IFC 2x3、4 或 4x3，文件无法打开',
    en: '{file}: expected IFC 2x3, 4 or 4x3, got what cannot be opened ({reason})',
  },
  'model-kind': {
    zh: '{file}：应为 {expected}，现为 {got}',
    en: '{file}: expected {expected}, got {got}',
  },
  'many-elements-more': {
    zh: '{file}：构件至多 {mostElements} 个，现已超出',
    en: '{file}: expected at most {mostElements} elements, got more',
  },
  'many-triangles-more': {
    zh: '{file}：三角形至多 {maxTriangles} 个，现已超出',
    en: '{file}: expected at most {maxTriangles} triangles, got more',
  },
  'no-surfaces': { zh: '{file}：构件都没有表面', en: '{file}: expected elements with surfaces, got none' },
  'model-other': { zh: '{file}：应为 {expected}，现为其他格式', en: '{file}: expected {expected}, got another format' },
  'gltf-broken': { zh: '{file}：glTF 内容已损坏，无法读取', en: '{file}: {reason}' },
});
