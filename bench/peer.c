// Runs llama.cpp on a GGUF file, through its library: continues token ids greedily, or measures decoding and prefill.
//
//   peer LIBS MODEL greedy THREADS COUNT ID...          prints COUNT lines "id margin": the best logit's id, and how far it is ahead of the second
//   peer LIBS MODEL measure THREADS ROUNDS WHAT...      prints "name value" for each of WHAT: load, resident, decode:BATCH[:DEPTH], prefill:TOKENS
//   peer LIBS MODEL serve THREADS ROUNDS CLIENTS...     for each number of clients, all of whom ask at once: tokens per second, and in milliseconds the
//                                                       time to the first token and between tokens
//
// LIBS is the folder of the library's parts. Rates are the best round's, in tokens per second. What is served goes through no HTTP: sequences that
// decode and pieces of prompts share batches of up to 512 tokens, as the llama.cpp server makes them.
#include <llama.h>
#include <ggml-backend.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WARM_STEPS = 8, WARM_SECONDS = 1, STEPS = 16, PROMPT = 32, BATCH_TOKENS = 512, SERVED_PROMPT = 16, SERVED_OUTPUT = 48, CLIENTS_MAX = 64 };

static struct llama_model * model;
static struct llama_context * context;
static int vocabulary;
static int threads;

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

static void fail(const char * what) {
    fprintf(stderr, "peer: %s\n", what);
    exit(1);
}

static void silent(enum ggml_log_level level, const char * text, void * data) {
    (void) data;
    if (level == GGML_LOG_LEVEL_ERROR)
        fputs(text, stderr);
}

static void open_context(int sequences, int positions, int exact) {
    struct llama_context_params params = llama_context_default_params();
    params.n_ctx = (uint32_t) (positions * sequences);
    params.n_batch = params.n_ubatch = 512;
    params.n_seq_max = (uint32_t) sequences;
    params.n_threads = params.n_threads_batch = threads;
    params.no_perf = true;
    params.swa_full = true;
    // llama.cpp doesn't read yarn's betas from files of our architectures; they are settings of a run.
    if (getenv("PEER_YARN_BETA_FAST"))
        params.yarn_beta_fast = (float) atof(getenv("PEER_YARN_BETA_FAST"));
    if (exact) {
        params.type_k = params.type_v = GGML_TYPE_F32;
        params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    }
    if (context)
        llama_free(context);
    context = llama_init_from_model(model, params);
    if (!context)
        fail("the context can't be made");
}

static void add(struct llama_batch * batch, int id, int position, int sequence, int wanted) {
    int i = batch->n_tokens++;
    batch->token[i] = id;
    batch->pos[i] = position;
    batch->n_seq_id[i] = 1;
    batch->seq_id[i][0] = sequence;
    batch->logits[i] = (int8_t) wanted;
}

static void decode(struct llama_batch batch) {
    if (llama_decode(context, batch) != 0)
        fail("decoding failed");
}

static int best(const float * logits, float * margin) {
    int first = 0;
    for (int i = 1; i < vocabulary; i++)
        if (logits[i] > logits[first])
            first = i;
    float second = -1e30f;
    for (int i = 0; i < vocabulary; i++)
        if (i != first && logits[i] > second)
            second = logits[i];
    if (margin)
        *margin = logits[first] - second;
    return first;
}

static void greedy(int count, int prompt, char ** ids) {
    open_context(1, prompt + count + 8, 1);
    struct llama_batch batch = llama_batch_init(prompt > 1 ? prompt : 1, 0, 1);
    for (int i = 0; i < prompt; i++)
        add(&batch, atoi(ids[i]), i, 0, i == prompt - 1);
    for (int i = 0; i < count; i++) {
        decode(batch);
        float margin;
        int id = best(llama_get_logits_ith(context, batch.n_tokens - 1), &margin);
        printf("%d %.6f\n", id, margin);
        batch.n_tokens = 0;
        add(&batch, id, prompt + i, 0, 1);
    }
    llama_batch_free(batch);
}

static unsigned draw(unsigned * state) { return (*state = *state * 1664525u + 1013904223u) >> 8; }

// A prompt of random ids in pieces of at most 512; logits of the last alone.
static void prefill(int sequence, int tokens, int wanted, unsigned * state) {
    struct llama_batch batch = llama_batch_init(512, 0, 1);
    for (int done = 0; done < tokens;) {
        batch.n_tokens = 0;
        int piece = tokens - done < 512 ? tokens - done : 512;
        for (int i = 0; i < piece; i++, done++)
            add(&batch, (int) (draw(state) % (unsigned) vocabulary), done, sequence, wanted && done == tokens - 1);
        decode(batch);
    }
    llama_batch_free(batch);
}

static double decode_rate(int sequences, int depth, unsigned * state) {
    llama_memory_clear(llama_get_memory(context), true);
    for (int s = 0; s < sequences; s++)
        prefill(s, depth, 0, state);
    struct llama_batch batch = llama_batch_init(sequences, 0, 1);
    int * ids = malloc(sizeof(int) * (size_t) sequences);
    for (int s = 0; s < sequences; s++)
        ids[s] = (int) (draw(state) % (unsigned) vocabulary);
    double started = 0;
    for (int step = 0; step < WARM_STEPS + STEPS; step++) {
        if (step == WARM_STEPS)
            started = seconds();
        batch.n_tokens = 0;
        for (int s = 0; s < sequences; s++)
            add(&batch, ids[s], depth + step, s, 1);
        decode(batch);
        for (int s = 0; s < sequences; s++)
            ids[s] = best(llama_get_logits_ith(context, s), NULL);
    }
    double rate = sequences * STEPS / (seconds() - started);
    free(ids);
    llama_batch_free(batch);
    return rate;
}

static double prefill_rate(int tokens, unsigned * state) {
    llama_memory_clear(llama_get_memory(context), true);
    double started = seconds();
    prefill(0, tokens, 1, state);
    best(llama_get_logits_ith(context, -1), NULL);
    return tokens / (seconds() - started);
}

struct client {
    int done;       // prompt tokens that were given
    int tokens;     // tokens that it got
    int next;       // its next input
    int row;        // its place in the batch, or -1
    double last;    // when it got its last one, or asked
};

static int ascending(const void * a, const void * b) {
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

static double percentile(double * values, int count, int percent) {
    qsort(values, (size_t) count, sizeof *values, ascending);
    int at = count * percent / 100;
    return values[at < count ? at : count - 1];
}

// All clients ask at once; a batch has a token of each that decodes, then pieces of prompts. Times go to first and gaps; returns tokens per second.
static double serve_round(int clients, unsigned * state, double * first, double * gaps, int * gap_count) {
    llama_memory_clear(llama_get_memory(context), true);
    struct client all[CLIENTS_MAX];
    double started = seconds();
    for (int c = 0; c < clients; c++)
        all[c] = (struct client) { .last = started, .row = -1 };
    struct llama_batch batch = llama_batch_init(BATCH_TOKENS, 0, 1);
    for (int left = clients; left > 0;) {
        batch.n_tokens = 0;
        for (int c = 0; c < clients; c++) {
            all[c].row = -1;
            if (all[c].done < SERVED_PROMPT || all[c].tokens == SERVED_OUTPUT)
                continue;
            all[c].row = batch.n_tokens;
            add(&batch, all[c].next, SERVED_PROMPT + all[c].tokens - 1, c, 1);
        }
        for (int c = 0; c < clients; c++)
            for (; all[c].done < SERVED_PROMPT && batch.n_tokens < BATCH_TOKENS; all[c].done++) {
                int last = all[c].done == SERVED_PROMPT - 1;
                if (last)
                    all[c].row = batch.n_tokens;
                add(&batch, (int) (draw(state) % (unsigned) vocabulary), all[c].done, c, last);
            }
        decode(batch);
        for (int c = 0; c < clients; c++) {
            if (all[c].row < 0)
                continue;
            all[c].next = best(llama_get_logits_ith(context, all[c].row), NULL);
            double now = seconds();
            if (all[c].tokens++ == 0)
                first[c] = now - all[c].last;
            else
                gaps[(*gap_count)++] = now - all[c].last;
            all[c].last = now;
            left -= all[c].tokens == SERVED_OUTPUT;
        }
    }
    llama_batch_free(batch);
    return clients * SERVED_OUTPUT / (seconds() - started);
}

static void serve(int rounds, int count, char ** numbers) {
    unsigned state = 7;
    for (int n = 0; n < count; n++) {
        int clients = atoi(numbers[n]);
        if (clients < 1 || clients > CLIENTS_MAX)
            fail(numbers[n]);
        open_context(clients, SERVED_PROMPT + SERVED_OUTPUT + 8, 0);
        double best_rate = 0, *first = malloc(sizeof(double) * CLIENTS_MAX), *gaps = malloc(sizeof(double) * CLIENTS_MAX * SERVED_OUTPUT * (size_t) rounds);
        int gap_count = 0, unused = 0;
        double * warm = malloc(sizeof(double) * CLIENTS_MAX * SERVED_OUTPUT);
        serve_round(clients, &state, first, warm, &unused);
        for (int round = 0; round < rounds; round++) {
            double rate = serve_round(clients, &state, first, gaps, &gap_count);
            if (rate > best_rate)
                best_rate = rate;
        }
        printf("serve:%d:tokens %.4f\nserve:%d:first-p50 %.4f\nserve:%d:between-p50 %.4f\nserve:%d:between-p99 %.4f\n", clients, best_rate, clients,
            1e3 * percentile(first, clients, 50), clients, 1e3 * percentile(gaps, gap_count, 50), clients, 1e3 * percentile(gaps, gap_count, 99));
        fflush(stdout);
        free(first);
        free(gaps);
        free(warm);
    }
}

static long resident(void) {
    long pages = 0, all = 0;
    FILE * file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%ld %ld", &all, &pages) != 2)
        fail("memory can't be read");
    fclose(file);
    return pages * 4096;
}

static void measure(int rounds, int count, char ** what, double loaded) {
    unsigned state = 7;
    for (int w = 0; w < count; w++) {
        int a = 0, b = PROMPT;
        if (strcmp(what[w], "load") == 0) {
            printf("load %.4f\n", loaded);
            continue;
        }
        if (strcmp(what[w], "resident") == 0) {
            printf("resident %ld\n", resident());
            continue;
        }
        int is_decode = sscanf(what[w], "decode:%d:%d", &a, &b) >= 1;
        if (!is_decode && sscanf(what[w], "prefill:%d", &a) != 1)
            fail(what[w]);
        open_context(is_decode ? a : 1, (is_decode ? b + WARM_STEPS + STEPS : a) + 8, 0);
        // Rounds of a second together don't count, as in `emoe bench rates`.
        double best_rate = 0, started = seconds();
        for (int round = -1; round < rounds;) {
            double rate = is_decode ? decode_rate(a, b, &state) : prefill_rate(a, &state);
            if (round >= 0 && rate > best_rate)
                best_rate = rate;
            if (round >= 0 || seconds() - started >= WARM_SECONDS)
                round++;
        }
        printf("%s %.4f\n", what[w], best_rate);
        fflush(stdout);
    }
}

int main(int argc, char ** argv) {
    if (argc < 6)
        fail("usage: peer LIBS MODEL greedy|measure|serve THREADS COUNT ...");
    llama_log_set(silent, NULL);
    ggml_backend_load_all_from_path(argv[1]);
    llama_backend_init();
    threads = atoi(argv[4]);
    struct llama_model_params params = llama_model_default_params();
    params.n_gpu_layers = 0;
    double started = seconds();
    model = llama_model_load_from_file(argv[2], params);
    if (!model)
        fail("the model can't be loaded");
    vocabulary = llama_vocab_n_tokens(llama_model_get_vocab(model));
    // Weights are touched by a first token; mapped files are read from the disk then.
    open_context(1, 64, 0);
    unsigned state = 1;
    prefill(0, 1, 1, &state);
    double loaded = seconds() - started;
    int count = atoi(argv[5]);
    if (strcmp(argv[3], "greedy") == 0)
        greedy(count, argc - 6, argv + 6);
    else if (strcmp(argv[3], "serve") == 0)
        serve(count, argc - 6, argv + 6);
    else
        measure(count, argc - 6, argv + 6, loaded);
    llama_free(context);
    llama_model_free(model);
    return 0;
}
