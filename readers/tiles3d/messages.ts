import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a tileset that was made elsewhere. */
export const tilesetMessage = messageTable({
  json: { zh: '{file}：不是完整的 JSON（{reason}）', en: '{file}: expected whole JSON, got {reason}' },
  tileset: {
    zh: '{file}：应为 3D Tiles 1.0 或 1.1 的 tileset.json，现 asset.version 为 {got}',
    en: '{file}: expected a tileset.json of 3D Tiles 1.0 or 1.1, got asset.version {got}',
  },
  large: {
    zh: '{file}：至多 {most} 个瓦片、{levels} 层',
    en: '{file}: expected at most {most} tiles in {levels} levels, got more',
  },
  outside: {
    zh: '{file}：引用的文件应在 tileset.json 所在文件夹之内，现为 {got}',
    en: '{file}: expected files below the folder of the tileset, got {got}',
  },
  type: {
    zh: '{file}：引用的文件 {got} 不是服务器会发送的类型（glb、b3dm、json、png 等），请改名或转换',
    en: '{file}: expected files of a type that the hub serves (glb, b3dm, json, png …), got {got}: rename or convert it',
  },
  missing: {
    zh: '{file}：引用的文件 {got} 不存在（共缺 {count} 个）',
    en: '{file}: expected the file {got} that it names, got none; {count} are missing',
  },
  volume: {
    zh: '{file}：root.boundingVolume：应为 region、box 或 sphere',
    en: '{file}: root.boundingVolume: expected region, box or sphere, got neither',
  },
  'no-place': {
    zh: '{file}：瓦片集不在地球上（在其坐标系零点附近）；请用 --place 经度,纬度[,高度] 说明它在哪里',
    en: '{file}: expected a tileset on the Earth, got one about the zero point of its frame; --place lon,lat[,height] says where it stands',
  },
});
