/* The one list of formats, one line each; whatever has to come before another says so by its own `order`. */
export { cityJsonReader } from './cityjson/reader.ts';
export { dxfReader } from './dxf/reader.ts';
export { esriGridReader } from './esri-grid/reader.ts';
export { geoJsonReader } from './geojson/reader.ts';
export { geoTiffReader } from './geotiff/reader.ts';
export { gltfReader } from './gltf/reader.ts';
export { ifcReader } from './ifc/reader.ts';
export { ifcTasksReader } from './ifc-tasks/reader.ts';
export { epanetReader, swmmReader } from './inp/reader.ts';
export { mspdiReader } from './mspdi/reader.ts';
export { osmPbfReader } from './osm-pbf/reader.ts';
export { pmxmlReader } from './pmxml/reader.ts';
export { psplibReader } from './psplib/reader.ts';
export { readingsTableReader } from './readings-table/reader.ts';
export { scheduleCsvReader } from './schedule-csv/reader.ts';
export { wktReader } from './wkt/reader.ts';
export { xerReader } from './xer/reader.ts';
