import { expose } from 'comlink';
import { answerOfFile } from './crowd-file.ts';

expose({ answerOfFile });
