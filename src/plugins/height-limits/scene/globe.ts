export { openTintedSolids } from '../../../view/globe/tinted-solids.ts';
