import { expose } from 'comlink';
import { caseOfFile } from './crowd-file.ts';

expose({ caseOfFile });
