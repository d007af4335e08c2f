export { openTintedSolids } from '../../../view/globe/layers/tinted-solids.ts';
export { openValueSheet } from '../../../view/globe/layers/value-sheet.ts';
