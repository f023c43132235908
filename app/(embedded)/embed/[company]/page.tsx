import { Home } from '@/components/shell/home';

export default function CompanyPage() {
  return <Home />;
}
