using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Chaos.Runs;

/// <summary>An expert that is to get the weights of the next expert of its layer.</summary>
internal sealed class ChaosUpdate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emoe-chaos-");
    private readonly ExpertUpdate _update;

    private ChaosUpdate(ModelOptions model, int seed)
    {
        try
        {
            ModelManifest manifest = ModelManifest.Open(model.Directory, new LoadOptions { Format = model.Format });
            int layer = Enumerable.Range(0, manifest.ExpertsPerLayer.Count).FirstOrDefault(layer => manifest.ExpertsPerLayer[layer] > 1, -1);
            if (layer < 0)
                throw new InputException(model.Directory, "has no two experts in a layer", ExitCode.Conflict);
            Expert = new(layer, seed % manifest.ExpertsPerLayer[layer]);
            File = Path.Combine(_folder.FullName, "weights.safetensors");
            using (ModelSource source = ModelSource.Open(model.Directory))
                ExpertFile.Write(source, new(layer, (Expert.Index + 1) % manifest.ExpertsPerLayer[layer]), File);
            _update = ExpertUpdate.Read(manifest, Expert, File);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public ExpertId Expert { get; }

    /// <summary>The new weights.</summary>
    public string File { get; }

    /// <exception cref="InputException">The model can't be read, or has no two experts in a layer.</exception>
    public static ChaosUpdate Prepare(ModelOptions model, int seed) => new(model, seed);

    /// <summary>Wants the update; where sequences are still bound to weights before those that it replaces, when they have ended.</summary>
    /// <exception cref="InputException">It is refused for another reason, or for too long.</exception>
    public void Give(ClusterOperator admin)
    {
        admin.Put(_update);
        admin.DoWhenFree("experts/update", new JsonObject
        {
            ["expert"] = $"{Expert}",
            ["weights"] = new JsonObject { ["digest"] = $"{_update.Content.Digest}", ["bytes"] = _update.Content.Bytes, ["source"] = _update.Source },
        });
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
