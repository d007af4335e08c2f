export { openValueSheet } from '../../../../view/globe/value-sheet.ts';
