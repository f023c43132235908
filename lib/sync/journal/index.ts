export {
  type CodeInWords,
  type ExchangeLine,
  type ExchangeTexts,
  type RequestLine,
  type RunDetail,
  showExchange,
  showRun,
} from './run';
export { listRuns, type RunLine, type RunPage, type RunsInput } from './runs';
