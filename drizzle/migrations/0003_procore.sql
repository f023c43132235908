CREATE TABLE "procore_windows" (
	"procore_key" text PRIMARY KEY NOT NULL,
	"spike_limit" integer,
	"spike_taken" integer NOT NULL,
	"spike_resets_at" timestamp with time zone NOT NULL,
	"hour_limit" integer,
	"hour_taken" integer NOT NULL,
	"hour_resets_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone NOT NULL,
	CONSTRAINT "procore_windows_key" CHECK (char_length(procore_key) <= 80),
	CONSTRAINT "procore_windows_taken" CHECK (spike_taken >= 0 and hour_taken >= 0)
);
--> statement-breakpoint
ALTER TABLE "credentials" DROP CONSTRAINT "credentials_status";--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "disconnected_by" uuid;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "companies" ADD COLUMN "web_base_url" text;--> statement-breakpoint
ALTER TABLE "exports" ADD COLUMN "procore_read_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "procore_cursors" ADD COLUMN "whole_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "procore_cursors" ADD COLUMN "due_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "retry_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hooks" ADD COLUMN "ready_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hooks" ADD COLUMN "discarded_to" bigint;--> statement-breakpoint
ALTER TABLE "companies" ADD CONSTRAINT "companies_web_base_url" CHECK (char_length(web_base_url) <= 200);--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_status" CHECK (status in ('usable', 'reconnect', 'ending'));