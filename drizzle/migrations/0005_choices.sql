ALTER TABLE "companies" ADD COLUMN "disconnected_by" uuid;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "choices" jsonb DEFAULT '{}'::jsonb NOT NULL;