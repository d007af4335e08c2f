/** What a property is called that holds a building's height, in the languages of the data seen. */
export const HEIGHT_COLUMN =
  /^(?:bldg_?|building_?|b_?)?(?:height|hgt|h_?m|hoehe|höhe|hauteur|gaodu|高度|楼高|建筑高度|建筑高|房高)(?:_?m)?$/i;
/** The same of the number of its storeys. */
export const LEVELS_COLUMN =
  /^(?:building[:_])?(?:levels?|storeys?|stories|floors?|numfloors|floor_?(?:no|num|count)|cengshu|cs|层数|楼层|楼层数|地上层数)$/i;

/** The value that names the building which an object is a part of; readers of OpenStreetMap give it. */
export const PART_OF = 'part_of';
/** The value of an area that was closed along the edge of its file; readers of OpenStreetMap give it. */
export const CUT_AT_EDGE = 'cut_at_edge';
