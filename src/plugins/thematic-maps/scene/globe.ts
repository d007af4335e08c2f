export { openTintedSolids } from '../../../view/globe/tinted-solids.ts';
export { openValueSheet } from '../../../view/globe/value-sheet.ts';
