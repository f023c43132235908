import pino from 'pino';
import type { Log, LogFields } from './env';

/** Field names whose values never reach the log, wherever they stand. */
const SECRET_FIELDS = ['password', 'ticket', 'token', 'bearer', 'cookie', 'authorization', 'secret', 'xml'];
const MAX_TEXT = 500;

function safe(fields: LogFields | undefined): LogFields {
  return Object.fromEntries(
    Object.entries(fields ?? {}).map(([name, value]) => {
      if (SECRET_FIELDS.includes(name.toLowerCase())) return [name, '[masked]'];
      return [name, typeof value === 'string' ? value.slice(0, MAX_TEXT) : value];
    }),
  );
}

/** One JSON object a line on standard output: time in UTC, level, message, short fields. */
export function jsonLog(level: 'debug' | 'info' | 'warn' | 'error' | 'silent'): Log {
  const logger = pino({
    level,
    base: null,
    messageKey: 'msg',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
  });
  return {
    debug: (message, fields) => logger.debug(safe(fields), message),
    info: (message, fields) => logger.info(safe(fields), message),
    warn: (message, fields) => logger.warn(safe(fields), message),
    error: (message, fields, cause) => {
      const why =
        cause instanceof Error
          ? { error: cause.message.slice(0, MAX_TEXT), stack: cause.stack?.slice(0, 2000) }
          : {};
      logger.error({ ...safe(fields), ...why }, message);
    },
  };
}
