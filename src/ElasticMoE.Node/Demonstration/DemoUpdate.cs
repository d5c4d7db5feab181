using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Demonstration;

/// <summary>An expert gets other weights, and its own again, while answers are under way: each answer keeps those it began with.</summary>
internal sealed class DemoUpdate
{
    private const int TriedMax = 8;

    private readonly DemoRounds _rounds;
    private readonly ExpertId _expert;
    private readonly Revision _before;
    private readonly CancellationToken _cancelled;

    private DemoUpdate(DemoRounds rounds, ExpertId expert, CancellationToken cancelled) => (_rounds, _expert, _before, _cancelled) = (rounds, expert, rounds.Cluster.Revision, cancelled);

    /// <summary>Gives an expert the weights of its neighbour, and takes them back; nothing where the model's format takes no new weights.</summary>
    /// <param name="rounds">The questions.</param>
    /// <param name="byUse">The model's experts, those that fire most first: the first of them is taken that changes an answer.</param>
    /// <param name="cancelled">Ends it.</param>
    public static IReadOnlyList<DemoStep> Perform(DemoRounds rounds, IReadOnlyList<ExpertId> byUse, CancellationToken cancelled)
    {
        ModelOptions model = rounds.Cluster.Model;
        var manifest = ModelManifest.Open(model.Directory, new LoadOptions { Format = model.Format });
        foreach ((int tried, ExpertId expert) in byUse.Take(TriedMax).Index())
        {
            if (!manifest.TakesUpdates(expert))
                return [];
            var donor = new ExpertId(expert.Layer, (expert.Index + 1) % manifest.ExpertsPerLayer[expert.Layer]);
            ExpertUpdate update = Read(manifest, model.Directory, expert, donor);
            var self = new DemoUpdate(rounds, expert, cancelled);
            IReadOnlyList<int>[] expected = self.Alone(update);
            int changed = expected.Zip(rounds.Loaded).Count(pair => !pair.First.SequenceEqual(pair.Second));
            if (changed > 0 || tried == TriedMax - 1)
                return [self.Update(update, donor, (expected, changed)), self.RollBack()];
        }
        return [];
    }

    private DemoStep Update(ExpertUpdate update, ExpertId donor, (IReadOnlyList<int>[] Answers, int Changed) expected)
    {
        _rounds.Expect(new(_before.Value + 1), expected.Answers);
        return _rounds.Ask($"update expert {_expert} under way, with the weights of {donor}", _ => true, () =>
        {
            _rounds.Cluster.Operator.Put(update);
            _rounds.Cluster.Operator.Do("experts/update", new JsonObject
            {
                ["expert"] = $"{_expert}",
                ["weights"] = new JsonObject { ["digest"] = $"{update.Content.Digest}", ["bytes"] = update.Content.Bytes, ["source"] = update.Source },
            });
            AwaitRevision(1);
            return $"from now on {expected.Changed} of {_rounds.Questions} answers are others; those under way kept the old weights";
        }, _cancelled);
    }

    private DemoStep RollBack()
    {
        _rounds.Expect(new(_before.Value + 2), _rounds.Loaded);
        return _rounds.Ask("roll it back", _ => true, () =>
        {
            _rounds.Cluster.Operator.Do("experts/rollback", new JsonObject { ["expert"] = $"{_expert}" });
            AwaitRevision(2);
            return "answers are as they were";
        }, _cancelled);
    }

    /// <summary>Until this router has heard of it, answers begin with what was before.</summary>
    private void AwaitRevision(int number) => _rounds.Cluster.Operator.Until("status", _ => _rounds.Cluster.Revision.Value >= _before.Value + number);

    /// <summary>The single process's tokens with the new weights.</summary>
    private IReadOnlyList<int>[] Alone(ExpertUpdate update)
    {
        using var revisions = new ModelRevisions(_rounds.Cluster.Session.Model);
        revisions.Update(update);
        IReadOnlyList<Answer> answers = _rounds.Cluster.AskAlone(_rounds.Requests, revisions, _cancelled);
        _cancelled.ThrowIfCancellationRequested();
        return [.. answers.Select(answer => answer.Ids)];
    }

    /// <summary>By way of a file, as somebody who trained the expert further would have one.</summary>
    private static ExpertUpdate Read(ModelManifest manifest, string directory, ExpertId expert, ExpertId donor)
    {
        string file = Path.Combine(Path.GetTempPath(), $"emoe-demo-{Guid.NewGuid():n}.safetensors");
        try
        {
            using (ModelSource source = ModelSource.Open(directory))
                ExpertFile.Write(source, donor, file);
            return ExpertUpdate.Read(manifest, expert, file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
