ALTER TABLE "procore_records" ADD COLUMN "mark_error" text;--> statement-breakpoint
ALTER TABLE "procore_records" ADD COLUMN "mark_after" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "procore_records" ADD CONSTRAINT "procore_records_lengths" CHECK (char_length(mark_error) <= 2000);