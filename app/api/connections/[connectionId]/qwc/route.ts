import { jsonRoute } from '@/app/_server/json-route';
import { qwcDownload } from '@/app/_server/qwc-download';

/** The file that adds a connection to the Web Connector. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({ GET: qwcDownload });
