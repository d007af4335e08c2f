/** Names of layers of a floor plan where nobody named others: as AutoCAD's (AIA) and Tangent's templates have them. */
export const DXF_LAYERS = {
  areas: ['AREA', 'A-AREA', 'SPACE', '区域', '房间'],
  walls: ['WALL', 'A-WALL', 'A-GLAZ', 'COLUMN', 'A-COLS', '墙', '墙体', '柱'],
  doors: ['DOOR', 'A-DOOR', '门'],
};
