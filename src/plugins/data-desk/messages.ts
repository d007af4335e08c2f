import { messageTable } from '../../../model/text/message.ts';

/** Tables that cannot be joined, and what this browser does not keep of them. */
export const joinMessage = messageTable({
  'no-table': {
    zh: '{file}：应为带表头、至少两列一行的表格，现为 {columns} 列 {rows} 行',
    en: '{file}: expected a table with a head, two columns and a row at least, got {columns} columns and {rows} rows',
  },
  'many-columns': {
    zh: '{file}：至多 {most} 列，现为 {got} 列；请删去不用的列',
    en: '{file}: expected at most {most} columns, got {got}: leave out what is not needed',
  },
  'no-areas': {
    zh: '{file}：该图层没有面，不能按所在范围挂接；请改用最近的对象',
    en: '{file}: expected a layer of areas, got one without: join to the nearest thing instead',
  },
  'no-bodies': {
    zh: '图层“{layer}”的建筑没有体块（只有随城市一起生成的建筑才有），不能存为 CityJSON；其他格式可用',
    en: 'layer "{layer}": expected buildings that belong to the city, which alone have bodies for CityJSON; other formats can be saved',
  },
  'not-written': {
    zh: '{file}：没有写成文件；请缩小查询范围，或改存 CSV',
    en: '{file}: the file was not written: ask for less, or save CSV',
  },
  'keep-refused': {
    zh: '{file}：浏览器不让保存（{reason}），关闭页面后须重新挂接',
    en: '{file}: the browser does not save it ({reason}); it has to be joined again after this page is closed',
  },
});
