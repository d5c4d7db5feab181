// Runs llama.cpp on a GGUF file, through its library: continues token ids greedily, or measures decoding and prefill.
//
//   peer LIBS MODEL greedy THREADS COUNT ID...          prints COUNT lines "id margin": the best logit's id, and how far it is ahead of the second
//   peer LIBS MODEL measure THREADS ROUNDS WHAT...      prints "name value" for each of WHAT: load, resident, decode:BATCH[:DEPTH], prefill:TOKENS
//
// LIBS is the folder of the library's parts. Rates are the best round's, in tokens per second.
#include <llama.h>
#include <ggml-backend.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { WARM_STEPS = 8, STEPS = 16, PROMPT = 32, POSITIONS = 4096 };

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
        double best_rate = 0;
        for (int round = -1; round < rounds; round++) {
            double rate = is_decode ? decode_rate(a, b, &state) : prefill_rate(a, &state);
            if (round >= 0 && rate > best_rate)
                best_rate = rate;
        }
        printf("%s %.4f\n", what[w], best_rate);
        fflush(stdout);
    }
}

int main(int argc, char ** argv) {
    if (argc < 6)
        fail("usage: peer LIBS MODEL greedy|measure THREADS COUNT ...");
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
    else
        measure(count, argc - 6, argv + 6, loaded);
    llama_free(context);
    llama_model_free(model);
    return 0;
}
