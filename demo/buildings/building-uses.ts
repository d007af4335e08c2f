import type { Text } from '../../model/city/manifest.ts';
import type { Point } from '../../model/geo/plane/point.ts';

/** What a building is used for, how it is called, and when such ones were built. */
interface BuildingUse {
  label: Text;
  years: Point;
  /** What its name ends in after its compound's; null: it is known by its address alone. */
  named: Text | null;
}

export const BUILDING_USES: Record<string, BuildingUse> = {
  courtyard: { label: { zh: '四合院', en: 'Courtyard house' }, years: [1895, 1965], named: null },
  'lane-house': { label: { zh: '街巷住宅', en: 'Lane house' }, years: [1930, 1988], named: null },
  'shop-house': { label: { zh: '沿街铺屋', en: 'Shop house' }, years: [1925, 1996], named: null },
  'village-house': { label: { zh: '城中村住宅', en: 'Urban village house' }, years: [1984, 2014], named: null },
  'farm-house': { label: { zh: '农房', en: 'Farm house' }, years: [1978, 2020], named: null },
  'old-slab': {
    label: { zh: '老旧多层住宅', en: 'Old slab housing' },
    years: [1972, 1992],
    named: { zh: '家属院', en: 'Compound' },
  },
  slab: { label: { zh: '多层住宅', en: 'Slab housing' }, years: [1993, 2008], named: { zh: '小区', en: 'Estate' } },
  tower: {
    label: { zh: '高层住宅', en: 'Residential tower' },
    years: [2006, 2024],
    named: { zh: '花园', en: 'Garden' },
  },
  shops: { label: { zh: '沿街商业', en: 'Shops' }, years: [1996, 2023], named: null },
  community: { label: { zh: '社区用房', en: 'Community building' }, years: [1998, 2024], named: null },
  'office-tower': {
    label: { zh: '商务楼', en: 'Office tower' },
    years: [2008, 2025],
    named: { zh: '大厦', en: 'Tower' },
  },
  shopping: { label: { zh: '商场', en: 'Shopping centre' }, years: [2004, 2024], named: { zh: '广场', en: 'Plaza' } },
  office: {
    label: { zh: '办公楼', en: 'Office building' },
    years: [2003, 2024],
    named: { zh: '科技园', en: 'Science Park' },
  },
  teaching: {
    label: { zh: '教学科研楼', en: 'Teaching and research' },
    years: [1986, 2022],
    named: { zh: '教学楼', en: 'Hall' },
  },
  dormitory: { label: { zh: '宿舍', en: 'Dormitory' }, years: [1990, 2021], named: { zh: '公寓', en: 'Residence' } },
  factory: { label: { zh: '厂房', en: 'Factory' }, years: [1996, 2022], named: { zh: '工业园', en: 'Works' } },
  shed: { label: { zh: '仓库', en: 'Warehouse' }, years: [2006, 2024], named: { zh: '物流园', en: 'Logistics Park' } },
  market: { label: { zh: '农贸市场', en: 'Market' }, years: [1995, 2020], named: { zh: '市场', en: 'Market' } },
  culture: {
    label: { zh: '文化中心', en: 'Cultural centre' },
    years: [1998, 2023],
    named: { zh: '文化中心', en: 'Cultural Centre' },
  },
  gym: { label: { zh: '体育馆', en: 'Sports hall' }, years: [2000, 2023], named: { zh: '体育馆', en: 'Sports Hall' } },
  clinic: { label: { zh: '社区医院', en: 'Clinic' }, years: [1995, 2022], named: { zh: '社区医院', en: 'Clinic' } },
  service: {
    label: { zh: '政务服务', en: 'Public service' },
    years: [2000, 2023],
    named: { zh: '服务中心', en: 'Service Centre' },
  },
  school: { label: { zh: '学校', en: 'School' }, years: [1985, 2020], named: null },
  hospital: { label: { zh: '医院', en: 'Hospital' }, years: [1992, 2021], named: null },
  government: { label: { zh: '政府机关', en: 'Government' }, years: [1994, 2018], named: null },
  fire: { label: { zh: '消防站', en: 'Fire station' }, years: [2001, 2022], named: null },
  substation: { label: { zh: '变电站', en: 'Substation' }, years: [1998, 2020], named: null },
  utility: { label: { zh: '市政公用设施', en: 'Utility' }, years: [1996, 2021], named: null },
  police: { label: { zh: '公安', en: 'Police' }, years: [2004, 2019], named: null },
  stadium: { label: { zh: '体育场', en: 'Stadium' }, years: [2017, 2017], named: null },
  heritage: { label: { zh: '文物建筑', en: 'Heritage' }, years: [1390, 1730], named: null },
  museum: { label: { zh: '博物展览', en: 'Museum' }, years: [2012, 2021], named: null },
  exhibition: { label: { zh: '会展', en: 'Exhibition hall' }, years: [2015, 2015], named: null },
  university: { label: { zh: '高等院校', en: 'University' }, years: [1988, 2019], named: null },
  'metro-entrance': { label: { zh: '地铁出入口', en: 'Metro entrance' }, years: [2018, 2018], named: null },
  visitor: { label: { zh: '游客服务', en: 'Visitor centre' }, years: [2014, 2022], named: null },
};
