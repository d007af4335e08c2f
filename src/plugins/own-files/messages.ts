import { messageTable } from '../../../model/text/message.ts';

/** What stands in the way of a file that was dropped on the page. */
export const dropMessage = messageTable({
  'scene-failed': {
    zh: '{file}：未能成为图层（{reason}）',
    en: '{file}: could not become a layer ({reason})',
  },
  large: {
    zh: '{file}：页面中至多 {most} MB，现为 {got} MB；请管理员用命令加入城市：shapan bake {file}',
    en: '{file}: expected at most {most} MB in a page, got {got} MB; the administrator adds it to a city: shapan bake {file}',
  },
  'many-vertices': {
    zh: '{file}：页面中至多 {most} 个顶点，现为 {got} 个；请管理员用命令加入城市：shapan bake {file}',
    en: '{file}: expected at most {most} vertices in a page, got {got}; the administrator adds it to a city: shapan bake {file}',
  },
  empty: {
    zh: '{file}（{format}）：没有可以成为图层的内容',
    en: '{file} ({format}): expected something that makes a layer, got nothing',
  },
  'many-files': {
    zh: '{file} 及之后的文件没有读取：一次至多 {most} 个文件',
    en: '{file} and the following were not read: at most {most} files at a time',
  },
  points: {
    zh: '{file}：点云在页面中不读取；请管理员用命令加入城市：shapan bake {file} --id 名称',
    en: '{file}: expected a layer that a page can make, got a point cloud; the administrator adds it to a city: shapan bake {file} --id name',
  },
  tileset: {
    zh: '{file}：三维瓦片集在页面中不读取；请管理员用命令加入城市：shapan bake {file} --id 名称（自带零点的加 --place 经度,纬度）',
    en: '{file}: expected a layer that a page can make, got a tileset; the administrator adds it to a city: shapan bake {file} --id name (about its own zero point: --place lon,lat)',
  },
  'other-use': {
    zh: '{file} 是 {format} 文件：{use}',
    en: '{file} is a file of {format}: {use}',
  },
  'reader-busy': {
    zh: '{file}：{seconds} 秒内未读完，已终止；请管理员用命令加入城市：shapan bake {file}',
    en: '{file}: not read within {seconds} s, and ended; the administrator adds it to a city: shapan bake {file}',
  },
  'reader-stopped': {
    zh: '{file}：读取程序中止（{reason}）',
    en: '{file}: the reader stopped ({reason})',
  },
  'keep-refused': {
    zh: '{file}：浏览器不让保存（{reason}），关闭页面后须重新拖入',
    en: '{file}: the browser does not save it ({reason}); it has to be dropped again after this page is closed',
  },
});
