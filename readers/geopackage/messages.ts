import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a GeoPackage. */
export const geoPackageMessage = messageTable({
  broken: { zh: '{file}：不是完整的 GeoPackage', en: '{file}: expected a whole GeoPackage, got "{reason}"' },
  'no-table': {
    zh: '{file}：没有要素图层（只有属性表、瓦片或栅格）',
    en: '{file}: expected a table of features, got none (tables of attributes, tiles and grids have no features)',
  },
});
