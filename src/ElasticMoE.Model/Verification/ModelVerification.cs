using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Verification;

/// <summary>
/// Compares a checkpoint's results with the reference's on the prompts that lie beside it. Errors count in standard deviations of what
/// they are errors of.
/// </summary>
public sealed class ModelVerification
{
    /// <summary>Largest error of a logit or hidden value, in standard deviations.</summary>
    public const double DeviationMax = 2e-4;

    /// <summary>Largest error of a router weight.</summary>
    public const double RouterWeightErrorMax = 1e-5;

    private readonly LanguageModel _model;
    private readonly ComputePool _pool;
    private readonly List<string> _groups = [];
    private bool _holds = true;

    private ModelVerification(LanguageModel model, ComputePool pool) => (_model, _pool) = (model, pool);

    /// <summary>Verifies one checkpoint.</summary>
    /// <param name="directory">Holds the checkpoint and `golden.safetensors`, perhaps `golden_long.safetensors`.</param>
    /// <param name="options">How to load it.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="line">Receives one line of text.</param>
    /// <returns>Whether everything holds.</returns>
    /// <exception cref="InputException">Checkpoint or reference data can't be read.</exception>
    public static bool Run(string directory, LoadOptions options, ComputePool pool, Action<string> line)
    {
        string golden = Path.Combine(directory, "golden.safetensors");
        if (!File.Exists(golden))
            throw new InputException(golden, "not found; verification needs the reference's results beside the checkpoint", ExitCode.NotFound);
        using LanguageModel model = LanguageModel.Load(directory, options);
        var verification = new ModelVerification(model, pool);
        verification.VerifyPrompt(ReferenceData.Read(golden));
        string longer = Path.Combine(directory, "golden_long.safetensors");
        if (File.Exists(longer))
            verification.VerifyLongPrompt(LongReferenceData.Read(longer));
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
        line($"{name}: {(verification._holds ? "ok" : "FAILED")}: {string.Join(", ", verification._groups)}");
        return verification._holds;
    }

    private void VerifyPrompt(ReferenceData reference)
    {
        using var run = new SequenceRun(_model, _pool, reference.Input.Length + reference.Greedy.Length);
        var recorder = new StepRecorder();
        run.Pass.Observer = recorder;
        run.Step(reference.Input, LogitRows.All);
        run.Pass.Observer = null;
        NormLast(recorder);
        Deviation("logits", AllLogits(run.Pass), reference.Logits);
        Deviation("hidden", recorder.Hidden, reference.Hidden, reference.Input.Length * _model.Config.HiddenSize);
        Routing(recorder, reference);
        Same("greedy", run.Greedy(reference.Greedy.Length), reference.Greedy);
    }

    private void VerifyLongPrompt(LongReferenceData reference)
    {
        using var run = new SequenceRun(_model, _pool, reference.Input.Length + reference.Greedy.Length);
        int scored = reference.LogitsLast.Length / _model.Config.VocabularySize;
        run.Step(reference.Input.AsSpan(0, reference.Input.Length - scored), LogitRows.None);
        run.Step(reference.Input.AsSpan(reference.Input.Length - scored), LogitRows.All);
        Deviation("long logits", AllLogits(run.Pass), reference.LogitsLast);
        Same("long greedy", run.Greedy(reference.Greedy.Length), reference.Greedy);
    }

    /// <summary>The reference's last hidden rows are those behind the final norm.</summary>
    private void NormLast(StepRecorder recorder)
    {
        float[] last = recorder.Hidden[^1];
        int width = _model.Config.HiddenSize;
        for (int row = 0; row < last.Length / width; row++)
            RmsNorm.Apply(last.AsSpan(row * width, width), _model.Weights.FinalNorm, _model.Config.NormEpsilon, last.AsSpan(row * width, width));
    }

    private static float[] AllLogits(ForwardPass pass)
    {
        var logits = new List<float>();
        for (int i = 0; i < pass.LogitCount; i++)
            logits.AddRange(pass.Logits(i));
        return [.. logits];
    }

    private void Deviation(string name, float[] ours, float[] reference) => Deviation(name, [ours], reference, reference.Length);

    /// <summary>Compares pieces of a reference, each with its own standard deviation.</summary>
    private void Deviation(string name, IReadOnlyList<float[]> ours, float[] reference, int pieceLength)
    {
        double worst = 0;
        bool sameLength = ours.Sum(o => o.Length) == reference.Length;
        for (int i = 0; sameLength && i < ours.Count; i++)
            worst = Math.Max(worst, ErrorMax(ours[i], reference.AsSpan(i * pieceLength, pieceLength)) / StandardDeviation(reference.AsSpan(i * pieceLength, pieceLength)));
        Note(sameLength && worst <= DeviationMax, string.Create(CultureInfo.InvariantCulture, $"{name} within {worst:0.0e+0} σ"));
    }

    private void Routing(StepRecorder recorder, ReferenceData reference)
    {
        int[] experts = [.. recorder.Experts.SelectMany(e => e)];
        float[] weights = [.. recorder.Weights.SelectMany(w => w)];
        int different = experts.Length == reference.RouterIds.Length ? experts.Zip(reference.RouterIds).Count(p => p.First != p.Second) : experts.Length;
        Note(different == 0, different == 0 ? "router ids equal" : $"router ids differ in {different} of {experts.Length} places");
        double error = weights.Length == reference.RouterWeights.Length ? ErrorMax(weights, reference.RouterWeights) : double.PositiveInfinity;
        Note(error <= RouterWeightErrorMax, string.Create(CultureInfo.InvariantCulture, $"router weights within {error:0.0e+0}"));
    }

    private void Same(string name, int[] ours, int[] reference)
    {
        int equal = ours.Zip(reference).TakeWhile(p => p.First == p.Second).Count();
        Note(equal == reference.Length, $"{name} {equal} of {reference.Length}");
    }

    private void Note(bool holds, string text)
    {
        _holds &= holds;
        _groups.Add(holds ? text : $"{text} (FAILED)");
    }

    private static double ErrorMax(ReadOnlySpan<float> ours, ReadOnlySpan<float> reference)
    {
        double worst = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double error = Math.Abs((double)ours[i] - reference[i]);
            // A NaN compares with nothing; it must not pass for small.
            worst = error <= worst ? worst : double.IsNaN(error) ? double.PositiveInfinity : error;
        }
        return worst;
    }

    private static double StandardDeviation(ReadOnlySpan<float> values)
    {
        double sum = 0;
        double squares = 0;
        foreach (float value in values)
        {
            sum += value;
            squares += (double)value * value;
        }
        double mean = sum / values.Length;
        return Math.Sqrt(squares / values.Length - mean * mean);
    }
}
