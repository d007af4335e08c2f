export { openValueSheet } from '../../../view/globe/layers/value-sheet.ts';
