import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../model/text/carry-messages.ts';
import { answerOfFile } from './crowd-file.ts';

carryMessages(transferHandlers);
expose({ answerOfFile });
