/** @type {import('next').NextConfig} */
const config = { poweredByHeader: false, serverExternalPackages: ['postgres'] };

export default config;
